using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>A database that holds a schema and nothing else; creating a database is forking it. Thread safe.</summary>
public sealed class DatabaseTemplate : IDisposable
{
    private readonly BranchPages _pages;

    /// <summary>Runs the schema script on an empty database of that page size.</summary>
    /// <exception cref="SqlFailedException">The script fails.</exception>
    public DatabaseTemplate(SqliteVfs vfs, PageMemory memory, string schemaSql, int pageSize)
    {
        ArgumentNullException.ThrowIfNull(vfs);
        ArgumentNullException.ThrowIfNull(memory);
        using var empty = new PageTableBuilder(memory, pageSize);
        _pages = new(memory, empty.Build(default), new() { PublishesInPlace = true });
        try
        {
            RunScript(vfs, _pages, schemaSql);
            vfs.Schemas.StampOf(_pages.Tip);
        }
        catch
        {
            _pages.Dispose();
            throw;
        }
    }

    public int PageSize => _pages.Tip.PageSize;

    /// <summary>A new branch at txid 0 that holds the schema; its pages are shared until it writes them.</summary>
    public BranchPages Fork(BranchPagesOptions? options = null) => _pages.Fork(default, options);

    /// <summary>Forks that are open keep the pages they share until they go themselves.</summary>
    public void Dispose() => _pages.Dispose();

    private static void RunScript(SqliteVfs vfs, BranchPages pages, string schemaSql)
    {
        var file = new DatabaseFile(vfs);
        file.PointAt(new(pages, new(static _ => { }, static commit => commit.Before.TxId.Next)));
        using var connection = Connection.Open(vfs, file, isReadOnly: false);
        connection.ExecuteScript($"PRAGMA page_size = {pages.Tip.PageSize}");
        connection.ExecuteScript(schemaSql);
    }
}
