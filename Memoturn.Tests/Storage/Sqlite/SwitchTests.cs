using Memoturn.Storage;
using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Sqlite;

/// <summary>What a user leaves on a connection never meets the next one.</summary>
public sealed class SwitchTests : IDisposable
{
    private readonly PagesFixture _fixture = new(capacity: 1);
    private readonly BranchPages _left;
    private readonly BranchPages _right;

    public SwitchTests()
    {
        _left = _fixture.Create("CREATE TABLE t(v); INSERT INTO t VALUES(1), (2)");
        _right = _fixture.Create("CREATE TABLE t(v); INSERT INTO t VALUES(3), (4)");
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _fixture.Dispose();
    }

    [Theory]
    [InlineData("CREATE TEMP TABLE secret AS SELECT * FROM t", "SELECT * FROM secret")]
    [InlineData("CREATE TEMP VIEW secret AS SELECT * FROM t", "SELECT * FROM secret")]
    [InlineData("CREATE TEMP TRIGGER tr AFTER INSERT ON t BEGIN SELECT raise(ABORT, 'x'); END", "SELECT * FROM secret")]
    [InlineData("ATTACH ':memory:' AS other; CREATE TABLE other.secret(v)", "SELECT * FROM other.secret")]
    [Trait("Accept", "ENG-03")]
    public void Temporary_tables_and_attached_databases_do_not_survive_a_switch(string leave, string find)
    {
        _fixture.Write(_left, leave);
        var connection = _fixture.Writer(_right);
        Assert.Throws<SqlFailedException>(() => connection.ExecuteScript(find));
        connection.ExecuteScript("INSERT INTO t VALUES(5)");
        _fixture.Pool.Return(connection);
    }

    [Theory]
    [InlineData("PRAGMA case_sensitive_like = 1", "SELECT 'A' LIKE 'a'", "1")]
    [InlineData(" ;; /* a */ pragma recursive_triggers = 1", "PRAGMA recursive_triggers", "0")]
    [InlineData("PRAGMA temp.foreign_keys = 0", "PRAGMA foreign_keys", "1")]
    [InlineData("EXPLAIN PRAGMA foreign_keys = 0", "PRAGMA foreign_keys", "1")]
    [InlineData("PRAGMA cache_size = 3", "PRAGMA cache_size", "64")]
    [InlineData("PRAGMA locking_mode = EXCLUSIVE; INSERT INTO t VALUES(9)", "PRAGMA locking_mode", "normal")]
    [InlineData("PRAGMA journal_mode = OFF", "PRAGMA journal_mode", "memory")]
    [Trait("Accept", "ENG-03")]
    public void Pragmas_do_not_survive_a_switch(string leave, string ask, string expected)
    {
        _fixture.Write(_left, leave);
        var connection = _fixture.Writer(_right);
        Assert.Equal(expected, PagesFixture.Scalar(connection, ask));
        _fixture.Pool.Return(connection);
    }

    [Fact]
    [Trait("Accept", "ENG-03")]
    public void A_pragma_a_statement_was_prepared_with_again_counts_again()
    {
        for (var i = 0; i < 3; i++)
        {
            _fixture.Write(_left, "PRAGMA foreign_keys = 0");
            var connection = _fixture.Writer(_right);
            Assert.Equal("1", PagesFixture.Scalar(connection, "PRAGMA foreign_keys"));
            _fixture.Pool.Return(connection);
        }
    }

    [Fact]
    [Trait("Accept", "ENG-03")]
    public void An_open_transaction_is_rolled_back_on_return()
    {
        var connection = _fixture.Writer(_left);
        connection.ExecuteScript("BEGIN; INSERT INTO t VALUES(99)");
        _fixture.Pool.Return(connection);
        Assert.Equal("2", _fixture.Read(_left, "SELECT count(*) FROM t"));
        _fixture.Write(_right, "BEGIN; INSERT INTO t VALUES(5); COMMIT");
        Assert.Equal("3", _fixture.Read(_right, "SELECT count(*) FROM t"));
        _fixture.Write(_left, "INSERT INTO t VALUES(7)");
        Assert.Equal("3", _fixture.Read(_left, "SELECT count(*) FROM t"));
    }

    [Fact]
    [Trait("Accept", "ENG-03")]
    public void An_unfinished_statement_reads_nothing_after_the_return()
    {
        using var pin = _left.PinHead();
        var connection = _fixture.Reader(pin);
        var unfinished = connection.Prepare("SELECT v FROM t");
        Assert.True(unfinished.Step());
        _fixture.Pool.Return(connection);
        Assert.Throws<ObjectDisposedException>(() => unfinished.Step());
        Assert.Throws<ObjectDisposedException>(() => unfinished.GetInt64(0));
        unfinished.Dispose();
        Assert.Equal("3", _fixture.Read(_right, "SELECT v FROM t"));
    }

    [Fact]
    public void A_connection_that_searched_full_text_is_used_again()
    {
        using var pages = _fixture.Create("CREATE VIRTUAL TABLE word USING fts5(text)");
        using var pin = pages.PinHead();
        var first = _fixture.Reader(pin);
        PagesFixture.Scalar(first, "SELECT * FROM word WHERE word MATCH 'any'");
        _fixture.Pool.Return(first);
        var second = _fixture.Reader(pin);
        Assert.Same(first, second);
        _fixture.Pool.Return(second);
    }

    [Fact]
    public void A_connection_opened_for_one_renter_is_closed_on_return()
    {
        using var pin = _left.PinHead();
        var shared = _fixture.Reader(pin);
        _fixture.Pool.Return(shared);
        _fixture.AssertSound(_left);
        var next = _fixture.Reader(pin);
        Assert.NotSame(shared, next);
        _fixture.Pool.Return(next);
    }

    [Fact]
    public void A_connection_that_was_left_clean_is_used_again()
    {
        using var pin = _left.PinHead();
        var first = _fixture.Reader(pin);
        PagesFixture.Scalar(first, "SELECT v FROM t");
        PagesFixture.Scalar(first, "PRAGMA table_info(t)");
        _fixture.Pool.Return(first);
        using var other = _right.PinHead();
        var second = _fixture.Reader(other);
        Assert.Same(first, second);
        _fixture.Pool.Return(second);
    }
}
