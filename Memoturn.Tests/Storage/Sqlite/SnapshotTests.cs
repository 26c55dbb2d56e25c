using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Sqlite;

/// <summary>One writer and readers of pinned versions at the same time.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const int Accounts = 300;
    private const long Total = Accounts * 1000L;

    private const string BankSql = """
        CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER, padding BLOB);
        CREATE TABLE transfer(id INTEGER PRIMARY KEY, amount INTEGER);
        CREATE VIRTUAL TABLE word USING fts5(text);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
        INSERT INTO account SELECT i, 1000, zeroblob(200) FROM n
        """;

    private readonly PagesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Accept", "ENG-04")]
    public void A_pinned_reader_sees_its_txid_alone_through_1000_commits_fork_and_checkpoint_rewind_and_ship_are_left(
        bool publishesInPlace)
    {
        using var pages = _fixture.Create(BankSql, options: new() { PublishesInPlace = publishesInPlace });
        using var pinned = pages.PinHead();
        var reader = _fixture.Reader(pinned);
        using var open = reader.Prepare("SELECT id, balance FROM account ORDER BY id");
        Assert.True(open.Step());
        BranchPages? fork = null;
        PinnedTable? checkpoint = null;
        for (var i = 1; i <= 1000; i++)
        {
            _fixture.Write(pages, $"UPDATE account SET balance = {i} WHERE id = 1 + {i} % {Accounts}");
            PagesFixture.AdvanceToTip(pages);
            fork = i == 300 ? pages.Fork(new(300)) : fork;
            checkpoint = i == 600 ? pages.PinHead() : checkpoint;
        }

        var sum = open.GetInt64(1);
        while (open.Step())
        {
            sum += open.GetInt64(1);
        }

        Assert.Equal(Total, sum);
        Assert.Equal($"{Total}", PagesFixture.Scalar(reader, "SELECT sum(balance) FROM account"));
        _fixture.Pool.Return(reader);
        const string first = "SELECT balance FROM account WHERE id = 1";
        Assert.Equal("300", _fixture.Read(Assert.IsType<BranchPages>(fork), first));
        Assert.Equal("600", _fixture.Read(Assert.IsType<PinnedTable>(checkpoint), first));
        Assert.Equal("900", _fixture.Read(pages, first));
        fork.Dispose();
        checkpoint.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Accept", "ENG-04")]
    public async Task Sums_hold_in_every_snapshot_while_one_writer_commits_and_two_readers_read(bool publishesInPlace)
    {
        using (var pages = _fixture.Create(BankSql, options: new() { PublishesInPlace = publishesInPlace }))
        {
            var writer = Task.Factory.StartNew(() => Transfer(pages, commits: 1500), TaskCreationOptions.LongRunning);
            var readers = Enumerable.Range(0, 2).Select(
                _ => Task.Factory.StartNew(() => CheckSums(pages, reads: 400), TaskCreationOptions.LongRunning));
            await Task.WhenAll([writer, .. readers]);
            Assert.Equal("1500", _fixture.Read(pages, "SELECT count(*) FROM transfer"));
            _fixture.AssertSound(pages);
        }

        _fixture.Pool.Dispose();
        Assert.Equal(0, _fixture.Memory.LiveBytes);
    }

    [Fact]
    public void An_open_statement_of_the_writer_itself_goes_on_over_commits_in_between()
    {
        using var pages = _fixture.Create(BankSql);
        var writer = _fixture.Writer(pages);
        using (var open = writer.Prepare("SELECT id, length(padding) FROM account ORDER BY id"))
        {
            for (var id = 1; id <= Accounts; id++)
            {
                Assert.True(open.Step());
                Assert.Equal(id, open.GetInt64(0));
                Assert.Equal(200, open.GetInt64(1));
                writer.Execute($"INSERT INTO transfer(amount) VALUES({id})");
            }

            Assert.False(open.Step());
        }

        _fixture.Pool.Return(writer);
        Assert.Equal($"{Accounts}", _fixture.Read(pages, "SELECT count(*) FROM transfer"));
    }

    private void Transfer(BranchPages pages, int commits)
    {
        var random = new Random(5);
        var writer = _fixture.Writer(pages);
        for (var i = 0; i < commits;)
        {
            writer.Execute("BEGIN IMMEDIATE");
            Move(writer, random.Next(1, Accounts + 1), -i);
            Move(writer, random.Next(1, Accounts + 1), i);
            writer.Execute($"INSERT INTO transfer(amount) VALUES({i % 10})");
            writer.Execute($"INSERT INTO word(text) VALUES('alpha w{i % 10}')");
            if (random.Next(10) == 0)
            {
                writer.Execute("ROLLBACK");
                continue;
            }

            writer.Execute("COMMIT");
            i++;
            if (random.Next(3) == 0 || i == commits)
            {
                PagesFixture.AdvanceToTip(pages);
            }
        }

        _fixture.Pool.Return(writer);
    }

    private void CheckSums(BranchPages pages, int reads)
    {
        for (var i = 0; i < reads; i++)
        {
            using var pin = pages.PinHead();
            var reader = _fixture.Reader(pin);
            var first = Snapshot(reader);
            Assert.StartsWith($"{Total} ", first, StringComparison.Ordinal);
            Assert.Equal(first, Snapshot(reader));
            _fixture.Pool.Return(reader);
        }
    }

    private static string? Snapshot(Connection reader) => PagesFixture.Scalar(reader, """
        SELECT (SELECT sum(balance) FROM account) || ' ' || (SELECT count(*) FROM transfer)
            || ' ' || ((SELECT count(*) FROM transfer) - (SELECT count(*) FROM word WHERE word MATCH 'alpha'))
        """) is { } text && text.EndsWith(" 0", StringComparison.Ordinal) ? text : null;

    private static void Move(Connection writer, int id, int amount)
    {
        using var statement = writer.Prepare("UPDATE account SET balance = balance + ?2 WHERE id = ?1");
        statement.Bind(1, id).Bind(2, amount).Run();
    }
}
