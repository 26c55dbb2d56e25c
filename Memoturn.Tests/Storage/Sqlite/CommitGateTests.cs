using Memoturn.Storage;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Sqlite;

public sealed class CommitGateTests : IDisposable
{
    private readonly PagesFixture _fixture = new();
    private readonly BranchPages _pages;
    private readonly List<string> _published = [];

    public CommitGateTests() =>
        _pages = _fixture.Create("CREATE TABLE t(id INTEGER PRIMARY KEY, v UNIQUE); INSERT INTO t VALUES(1, 'a')");

    public void Dispose()
    {
        _pages.Dispose();
        _fixture.Dispose();
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES(2, 'b')")]
    [InlineData("BEGIN; INSERT INTO t VALUES(2, 'b'); COMMIT")]
    [InlineData("BEGIN; CREATE TABLE other(v); INSERT INTO other VALUES(1); COMMIT")]
    [Trait("Accept", "ENG-05")]
    public void A_refusal_at_the_veto_point_reaches_the_caller_and_changes_nothing_simulation_is_left(string sql)
    {
        var refusal = new FencedException(new(7, default), new(6, default));
        var isRefused = true;
        var connection = _fixture.Writer(_pages, Recording(() =>
        {
            if (isRefused)
            {
                throw refusal;
            }
        }));
        var before = _pages.Tip.Pages.ToList();
        Assert.Same(refusal, Assert.Throws<FencedException>(() => connection.ExecuteScript(sql)));
        Assert.False(connection.InTransaction);
        Assert.Equal(before, _pages.Tip.Pages);
        Assert.Equal(0UL, _pages.Tip.TxId.Value);
        Assert.Empty(_published);
        Assert.Equal("1", PagesFixture.Scalar(connection, "SELECT count(*) FROM t"));

        isRefused = false;
        connection.ExecuteScript(sql);
        Assert.Equal(1UL, _pages.Tip.TxId.Value);
        _fixture.Pool.Return(connection);
        _fixture.AssertSound(_pages);
    }

    [Fact]
    [Trait("Accept", "ENG-05")]
    public void A_refused_commit_that_had_spilled_leaves_the_database_as_it_was()
    {
        var isRefused = true;
        var connection = _fixture.Writer(_pages, Recording(() =>
        {
            if (isRefused)
            {
                throw new LocalDiskException("disk full");
            }
        }));
        connection.ExecuteScript("PRAGMA cache_size = 2");
        const string fill = """
            WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
            INSERT INTO t SELECT i, hex(zeroblob(100)) || i FROM n
            """;
        Assert.Throws<LocalDiskException>(() => connection.Execute(fill));
        Assert.Equal("1", PagesFixture.Scalar(connection, "SELECT count(*) FROM t"));
        Assert.Equal("ok", PagesFixture.Scalar(connection, "PRAGMA integrity_check"));
        isRefused = false;
        connection.Execute(fill);
        _fixture.Pool.Return(connection);
        Assert.Equal("500", _fixture.Read(_pages, "SELECT count(*) FROM t"));
        _fixture.AssertSound(_pages);
    }

    [Fact]
    public void A_refusal_is_not_told_to_a_later_statement_that_fails_for_its_own_reason()
    {
        var isRefused = true;
        var connection = _fixture.Writer(_pages, Recording(() =>
        {
            if (isRefused)
            {
                isRefused = false;
                throw new LocalDiskException("disk full");
            }
        }));
        Assert.Throws<LocalDiskException>(() => connection.Execute("INSERT INTO t VALUES(2, 'b')"));
        Assert.Throws<SqlFailedException>(() => connection.Execute("INSERT INTO t VALUES(2, 'a')"));
        _fixture.Pool.Return(connection);
    }

    [Theory]
    [InlineData("BEGIN; ROLLBACK")]
    [InlineData("BEGIN IMMEDIATE; COMMIT")]
    [InlineData("UPDATE t SET v = 'a' WHERE id = 1")]
    [InlineData("BEGIN; SAVEPOINT s; INSERT INTO t VALUES(2, 'b'); ROLLBACK TO s; RELEASE s; COMMIT")]
    [InlineData("BEGIN; UPDATE t SET v = 'b'; UPDATE t SET v = 'a'; COMMIT")]
    public void A_round_that_changes_nothing_publishes_nothing_and_takes_no_txid(string sql)
    {
        _fixture.Write(_pages, sql, Recording());
        Assert.Empty(_published);
        Assert.Equal(0UL, _pages.Tip.TxId.Value);
        _fixture.Write(_pages, "UPDATE t SET v = 'c' WHERE id = 1", Recording());
        Assert.Equal("c", _fixture.Read(_pages, "SELECT v FROM t"));
        Assert.Equal(1UL, _pages.Tip.TxId.Value);
    }

    [Fact]
    public void The_page_set_is_exactly_what_differs_between_the_two_versions()
    {
        var random = new Random(3);
        var gate = new CommitGate(_ => { }, commit =>
        {
            Assert.Equal(commit.Changes.OrderBy(change => change.Number).Select(change => change.Number),
                commit.Changes.Select(change => change.Number));
            foreach (var change in commit.Changes)
            {
                Assert.Same(commit.Before.Find(change.Number), change.Base);
                Assert.False(change.Base is not null && change.Base.Bytes.SequenceEqual(change.Image.Bytes));
            }

            _published.Add(string.Join(',', commit.Changes.Select(change => change.Number)));
            return commit.Before.TxId.Next;
        });
        for (var i = 0; i < 60; i++)
        {
            using var before = _pages.PinTip();
            _fixture.Write(_pages, random.Next(4) == 0
                ? $"DELETE FROM t WHERE id > 1 AND id % 3 = {random.Next(3)}"
                : $"INSERT INTO t(v) VALUES(hex(randomblob({random.Next(900)})) || {i})", gate);
            if (_pages.Tip.TxId != before.Table.TxId)
            {
                Assert.Equal(_published[^1], string.Join(',', _pages.Tip.DifferencesFrom(before.Table)));
            }
        }

        _fixture.AssertSound(_pages);
    }

    [Fact]
    public void A_commit_carries_the_page_count_and_truncation_is_part_of_it()
    {
        _fixture.Write(_pages, "INSERT INTO t VALUES(2, zeroblob(100000))");
        var large = _pages.Tip.PageCount;
        _fixture.Write(_pages, "DELETE FROM t WHERE id = 2; VACUUM");
        Assert.True(_pages.Tip.PageCount < large / 2);
        Assert.True(_pages.Tip.Pages.All(page => page.Number.Value <= _pages.Tip.PageCount));
        _fixture.AssertSound(_pages);
        Assert.Equal("a", _fixture.Read(_pages, "SELECT v FROM t"));
    }

    [Theory]
    [InlineData("PRAGMA page_size = 4096; VACUUM")]
    [InlineData("PRAGMA auto_vacuum = FULL; VACUUM")]
    [InlineData("PRAGMA journal_mode = WAL; INSERT INTO t VALUES(3, 'x')")]
    [InlineData("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; INSERT INTO t VALUES(3, 'x')")]
    public void Page_size_auto_vacuum_and_journal_format_never_change(string sql)
    {
        var before = _pages.Tip.Pages.First().Page.Bytes[..24].ToArray();
        try
        {
            _fixture.Write(_pages, sql);
        }
        catch (SqlFailedException)
        {
        }

        Assert.Equal(before, _pages.Tip.Pages.First().Page.Bytes[..24]);
        Assert.Equal(0U, DatabaseHeader.Field(_pages.Tip.Pages.First().Page.Bytes, DatabaseHeader.LargestRootOffset));
        _fixture.Write(_pages, "INSERT INTO t VALUES(4, 'd')");
        _fixture.AssertSound(_pages);
    }

    [Fact]
    public void A_publication_that_fails_breaks_its_connection_and_no_other()
    {
        var broken = new InvariantException("log closed");
        var connection = _fixture.Writer(_pages, new(_ => { }, _ => throw broken));
        var thrown = Assert.Throws<InvariantException>(() => connection.Execute("INSERT INTO t VALUES(2, 'b')"));
        Assert.Same(broken, thrown);
        _fixture.Pool.Return(connection);
        Assert.Equal("1", _fixture.Read(_pages, "SELECT count(*) FROM t"));
        _fixture.Write(_pages, "INSERT INTO t VALUES(3, 'c')");
        Assert.Equal("2", _fixture.Read(_pages, "SELECT count(*) FROM t"));
    }

    [Fact]
    public void The_stored_schema_cookie_counts_from_the_stored_one_and_counters_follow_the_txid()
    {
        var before = Header(_pages.Tip, DatabaseHeader.SchemaCookieOffset);
        _fixture.Write(_pages, "CREATE TABLE u(v)");
        _fixture.Write(_pages, "INSERT INTO u VALUES(zeroblob(5000))");
        Assert.Equal(before + 1, Header(_pages.Tip, DatabaseHeader.SchemaCookieOffset));
        Assert.Equal(2UL, _pages.Tip.TxId.Value);
        Assert.Equal(2U, Header(_pages.Tip, DatabaseHeader.ChangeCounterOffset));
        Assert.Equal(2U, Header(_pages.Tip, DatabaseHeader.VersionValidForOffset));
    }

    [Fact]
    public void The_engine_publishes_no_pages_of_its_own_while_a_transaction_is_open()
    {
        var connection = _fixture.Writer(_pages);
        connection.ExecuteScript("BEGIN; SELECT * FROM t");
        Assert.Throws<InvariantException>(() => _pages.Publish(new(9), _pages.Tip.PageCount, []));
        connection.ExecuteScript("COMMIT");
        _pages.Publish(new(9), _pages.Tip.PageCount, []);
        connection.ExecuteScript("INSERT INTO t VALUES(2, 'b')");
        Assert.Equal(10UL, _pages.Tip.TxId.Value);
        _fixture.Pool.Return(connection);
    }

    private static uint Header(PageTable table, int offset) =>
        DatabaseHeader.Field(table.Pages.First().Page.Bytes, offset);

    private CommitGate Recording(Action? check = null) => new(_ => check?.Invoke(), commit =>
    {
        _published.Add(string.Join(',', commit.Changes.Select(change => change.Number)));
        return commit.Before.TxId.Next;
    });
}
