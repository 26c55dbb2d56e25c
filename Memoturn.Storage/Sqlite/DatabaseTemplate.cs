using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>A database that holds a schema and nothing else, from which others are forked.</summary>
public sealed class DatabaseTemplate : IDisposable
{
    /// <summary>Runs the schema script on an empty database of that page size.</summary>
    public DatabaseTemplate(SqliteVfs vfs, PageMemory memory, string schemaSql, int pageSize) =>
        throw new NotSupportedException($"{this} {vfs} {memory} {schemaSql} {pageSize}");

    /// <summary>A new branch at txid 0 that holds the schema.</summary>
    public BranchPages Fork(BranchPagesOptions? options = null) => throw new NotSupportedException($"{this} {options}");

    public void Dispose()
    {
    }
}
