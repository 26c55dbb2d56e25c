using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>A few connections that are pointed at one database after another.</summary>
public sealed class ConnectionPool(SqliteVfs vfs, ConnectionPoolOptions options) : IDisposable
{
    /// <summary>A connection that sees exactly <paramref name="table"/> and cannot write. Hand it back with <see cref="Return"/>.</summary>
    public ValueTask<Connection> RentReaderAsync(PinnedTable table, CancellationToken token) =>
        throw new NotSupportedException($"{table} {token} {vfs} {options}");

    /// <summary>A connection that writes on the tip of <paramref name="pages"/>; the caller is the branch's only writer.</summary>
    public ValueTask<Connection> RentWriterAsync(BranchPages pages, CommitGate gate, CancellationToken token) =>
        throw new NotSupportedException($"{pages} {gate} {token} {vfs} {options}");

    /// <summary>Takes a connection back; whatever its user left open is rolled back and forgotten.</summary>
    public void Return(Connection connection) => throw new NotSupportedException($"{connection} {vfs}");

    public void Dispose()
    {
    }
}
