using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Storage.Sqlite;

/// <summary>A VFS, page memory and a pool of their own, torn down in the order the engine tears them down.</summary>
public sealed class PagesFixture : IDisposable
{
    public static readonly BranchPagesOptions InPlace = new() { PublishesInPlace = true };
    public static readonly BranchPagesOptions Logged = new();

    public PagesFixture(int capacity = 8, int seed = 1)
    {
        Vfs = new($"test-{Guid.NewGuid():N}", Clock, new Random(seed));
        Pool = new(Vfs, new() { Capacity = capacity });
    }

    public FakeTimeProvider Clock { get; } = new(new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    public PageMemory Memory { get; } = new();

    public SqliteVfs Vfs { get; }

    public ConnectionPool Pool { get; }

    /// <summary>A gate that refuses nothing and numbers commits one by one.</summary>
    public static CommitGate Open { get; } = new(_ => { }, commit => commit.Before.TxId.Next);

    public DatabaseTemplate Template(string schemaSql, int pageSize = 1024) => new(Vfs, Memory, schemaSql, pageSize);

    public BranchPages Create(string schemaSql, int pageSize = 1024, BranchPagesOptions? options = null)
    {
        using var template = Template(schemaSql, pageSize);
        return template.Fork(options ?? InPlace);
    }

    public Connection Writer(BranchPages pages, CommitGate? gate = null) =>
        Completed(Pool.RentWriterAsync(pages, gate ?? Open, CancellationToken.None));

    public Connection Reader(PinnedTable table) => Completed(Pool.RentReaderAsync(table, CancellationToken.None));

    /// <summary>Runs a script as the branch's writer.</summary>
    public void Write(BranchPages pages, string sql, CommitGate? gate = null)
    {
        var connection = Writer(pages, gate);
        try
        {
            connection.ExecuteScript(sql);
        }
        finally
        {
            Pool.Return(connection);
        }
    }

    /// <summary>First column of the first row at the head, as text.</summary>
    public string? Read(BranchPages pages, string sql)
    {
        using var pin = pages.PinHead();
        return Read(pin, sql);
    }

    public string? Read(PinnedTable pin, string sql)
    {
        var connection = Reader(pin);
        try
        {
            return Scalar(connection, sql);
        }
        finally
        {
            Pool.Return(connection);
        }
    }

    /// <summary>SQLite's own check of everything, full-text tables included.</summary>
    public void AssertSound(BranchPages pages)
    {
        using var pin = pages.PinHead();
        var connection = Completed(Pool.RentFreshReaderAsync(pin, CancellationToken.None));
        try
        {
            Assert.Equal("ok", Scalar(connection, "PRAGMA integrity_check"));
        }
        finally
        {
            Pool.Return(connection);
        }
    }

    public static string? Scalar(Connection connection, string sql)
    {
        using var statement = connection.Prepare(sql);
        return statement.Step() ? statement.FindText(0) : null;
    }

    public static void AdvanceToTip(BranchPages pages) => pages.AdvanceHead(pages.Tip.TxId);

    public void Dispose()
    {
        Pool.Dispose();
        Vfs.Dispose();
        Memory.Dispose();
    }

    private static Connection Completed(ValueTask<Connection> rent)
    {
        Assert.True(rent.IsCompleted, "a connection is free");
        return rent.Result;
    }
}
