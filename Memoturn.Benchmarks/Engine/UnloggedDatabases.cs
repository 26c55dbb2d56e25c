using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>Databases of one schema and a pool of connections over them, without commit log and object store.</summary>
internal sealed class UnloggedDatabases : IDisposable
{
    private readonly PageMemory _memory = new();
    private readonly SqliteVfs _vfs;

    public UnloggedDatabases(string schema, int pageSize)
    {
        _vfs = new($"memoturn-{Path.GetRandomFileName()}", TimeProvider.System, new Random(1));
        Template = new(_vfs, _memory, schema, pageSize);
        Pool = new(_vfs, new() { Capacity = 2 });
    }

    public DatabaseTemplate Template { get; }

    public ConnectionPool Pool { get; }

    /// <summary>A new database whose commits publish in place.</summary>
    public BranchPages Fork() => Template.Fork(new() { PublishesInPlace = true });

    /// <summary>The writer of the database; every commit takes the next txid and goes nowhere.</summary>
    public ValueTask<Connection> RentWriterAsync(BranchPages pages, CancellationToken token) =>
        Pool.RentWriterAsync(pages, new(static _ => { }, static commit => commit.Before.TxId.Next), token);

    public void Dispose()
    {
        Pool.Dispose();
        Template.Dispose();
        _vfs.Dispose();
        _memory.Dispose();
    }
}
