using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Sqlite;

/// <summary>What one pooled connection shows of one database after it was pointed at another.</summary>
public sealed class IsolationTests : IDisposable
{
    private const string NoteSql = "CREATE TABLE note(id INTEGER PRIMARY KEY, body INTEGER)";

    private readonly PagesFixture _fixture = new(capacity: 1);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    [Trait("Accept", "ENG-01")]
    public async Task A_million_interleaved_reads_over_a_thousand_databases_of_equal_change_counters_are_all_right()
    {
        const int databases = 1000;
        const int reads = 1_000_000;
        using var template = _fixture.Template(NoteSql);
        var pages = Enumerable.Range(0, databases).Select(_ => template.Fork(PagesFixture.InPlace)).ToArray();
        for (var i = 0; i < databases; i++)
        {
            _fixture.Write(pages[i], $"INSERT INTO note VALUES(1, {i})");
        }

        Assert.Single(pages.Select(one => one.Head.TxId).Distinct());
        var pins = pages.Select(one => one.PinHead()).ToArray();
        var random = new Random(7);
        var wrong = 0;
        for (var i = 0; i < reads; i++)
        {
            var index = random.Next(databases);
            var connection = await _fixture.Pool.RentReaderAsync(pins[index], CancellationToken.None);
            using (var statement = connection.Prepare("SELECT body FROM note WHERE id = 1"))
            {
                wrong += statement.Step() && statement.GetInt64(0) == index ? 0 : 1;
            }

            _fixture.Pool.Return(connection);
        }

        Assert.Equal(0, wrong);
    }

    [Fact]
    [Trait("Accept", "ENG-02")]
    public void Databases_of_equal_schema_cookies_and_different_schemas_keep_their_own_tables()
    {
        using var left = _fixture.Create("CREATE TABLE a(v); CREATE TABLE shared(v, w)");
        using var right = _fixture.Create("CREATE TABLE shared(w, v); CREATE TABLE b(v)");
        Assert.Equal(StoredCookie(left.Head), StoredCookie(right.Head));
        for (var i = 0; i < 20; i++)
        {
            _fixture.Write(left, "INSERT INTO a VALUES('left'); INSERT INTO shared(v, w) VALUES('lv', 'lw')");
            _fixture.Write(right, "INSERT INTO b VALUES('right'); INSERT INTO shared(v, w) VALUES('rv', 'rw')");
        }

        Assert.Equal("20 left lv lw", _fixture.Read(
            left, "SELECT (SELECT count(*) || ' ' || max(v) FROM a) || ' ' || max(v) || ' ' || max(w) FROM shared"));
        Assert.Equal("20 right rv rw", _fixture.Read(
            right, "SELECT (SELECT count(*) || ' ' || max(v) FROM b) || ' ' || max(v) || ' ' || max(w) FROM shared"));
        Assert.Throws<SqlFailedException>(() => _fixture.Read(right, "SELECT * FROM a"));
        _fixture.AssertSound(left);
        _fixture.AssertSound(right);
    }

    [Fact]
    [Trait("Accept", "ENG-02")]
    public void Schema_changes_in_any_order_on_databases_that_share_one_connection_stay_apart() =>
        Gen.UInt.Sample(seed => ChangeSchemas(new((int)seed)), iter: 15, threads: 1);

    [Fact]
    public void Rows_and_commits_on_many_databases_in_any_order_stay_apart() =>
        Gen.UInt.Sample(seed => InterleaveWrites(new((int)seed)), iter: 20, threads: 1);

    [Fact]
    public void Full_text_of_many_databases_is_read_and_written_through_one_connection()
    {
        using var template = _fixture.Template("CREATE VIRTUAL TABLE word USING fts5(text)");
        var databases = Enumerable.Range(0, 10).Select(_ => template.Fork(PagesFixture.InPlace)).ToArray();
        var random = new Random(9);
        var added = new int[databases.Length];
        for (var step = 0; step < 600; step++)
        {
            var index = random.Next(databases.Length);
            if (random.Next(2) == 0)
            {
                added[index]++;
                _fixture.Write(databases[index], $"INSERT INTO word(text) VALUES('shared own{index}')");
            }

            var other = random.Next(databases.Length);
            var sql = $"SELECT count(*) FROM word WHERE word MATCH 'shared AND own{other}'";
            Assert.Equal($"{added[other]}", _fixture.Read(databases[other], sql));
            var foreign = $"SELECT count(*) FROM word WHERE word MATCH 'own{index + 1}'";
            Assert.Equal("0", _fixture.Read(databases[index], foreign));
        }

        foreach (var pages in databases)
        {
            _fixture.AssertSound(pages);
            pages.Dispose();
        }
    }

    [Fact]
    public void A_commit_that_leaves_page_1_out_does_not_let_the_next_database_be_taken_for_it()
    {
        using var template = _fixture.Template(NoteSql + "; INSERT INTO note VALUES(1, 0)");
        using var left = template.Fork(PagesFixture.InPlace);
        using var right = template.Fork(PagesFixture.InPlace);
        _fixture.Write(right, "UPDATE note SET body = -1");
        for (var i = 1; i <= 50; i++)
        {
            var commits = new List<IReadOnlyList<uint>>();
            var gate = new CommitGate(_ => { }, commit =>
            {
                commits.Add([.. commit.Changes.Select(change => change.Number.Value)]);
                return commit.Before.TxId.Next;
            });
            _fixture.Write(left, $"UPDATE note SET body = {i}", gate);
            Assert.DoesNotContain(1U, Assert.Single(commits));
            Assert.Equal($"{-1 - i}", DecrementAsWriter(right));
        }

        Assert.Equal("50", _fixture.Read(left, "SELECT body FROM note"));
        Assert.Equal("-51", _fixture.Read(right, "SELECT body FROM note"));
    }

    [Fact]
    public void The_last_row_id_of_one_database_is_not_told_to_the_user_of_the_next()
    {
        using var left = _fixture.Create(NoteSql);
        using var right = _fixture.Create(NoteSql);
        _fixture.Write(left, "INSERT INTO note VALUES(4711, 1)");
        var connection = _fixture.Writer(right);
        Assert.Equal("0", PagesFixture.Scalar(connection, "SELECT last_insert_rowid()"));
        _fixture.Pool.Return(connection);
    }

    /// <summary>A transaction that writes reads through SQLite's page cache, one that only reads does not.</summary>
    private string? DecrementAsWriter(BranchPages pages)
    {
        var connection = _fixture.Writer(pages);
        var body = PagesFixture.Scalar(connection, "UPDATE note SET body = body - 1 RETURNING body");
        _fixture.Pool.Return(connection);
        return body;
    }

    private static uint StoredCookie(PageTable table) => DatabaseHeader.Field(
        Assert.IsType<Page>(table.Find(PageNumber.Header)).Bytes, DatabaseHeader.SchemaCookieOffset);

    private void ChangeSchemas(Random random)
    {
        using var template = _fixture.Template("CREATE TABLE base(v)");
        var databases = Enumerable.Range(0, 4).Select(_ => template.Fork(PagesFixture.InPlace)).ToArray();
        var tables = databases.Select(_ => new Dictionary<string, long>()).ToArray();
        for (var step = 0; step < 60; step++)
        {
            var index = random.Next(databases.Length);
            var (pages, model) = (databases[index], tables[index]);
            var name = $"t{random.Next(4)}";
            switch (random.Next(6))
            {
                case 0 when model.Remove(name):
                    _fixture.Write(pages, $"DROP TABLE {name}");
                    break;
                case 1 when !model.ContainsKey(name):
                    _fixture.Write(pages, $"BEGIN; CREATE TABLE {name}(x); INSERT INTO {name} VALUES(1); ROLLBACK");
                    break;
                case 2 when model.ContainsKey(name):
                    _fixture.Write(pages, $"SAVEPOINT s; DROP TABLE {name}; ROLLBACK TO s; RELEASE s");
                    break;
                default:
                    var create = model.TryAdd(name, 0) ? $"CREATE TABLE {name}(v);" : "";
                    model[name] += index + 1;
                    _fixture.Write(pages, $"{create} INSERT INTO {name} VALUES({index + 1})");
                    break;
            }

            foreach (var (table, sum) in model)
            {
                Assert.Equal($"{sum}", _fixture.Read(pages, $"SELECT sum(v) FROM {table}"));
            }

            Assert.Equal($"{model.Count + 1}", _fixture.Read(pages, "SELECT count(*) FROM sqlite_schema"));
        }

        foreach (var pages in databases)
        {
            _fixture.AssertSound(pages);
            pages.Dispose();
        }
    }

    private void InterleaveWrites(Random random)
    {
        using var template = _fixture.Template(NoteSql);
        var databases = Enumerable.Range(0, 5).Select(_ => template.Fork(PagesFixture.Logged)).ToArray();
        var heads = new long[databases.Length];
        var tips = new long[databases.Length];
        for (var step = 0; step < 100; step++)
        {
            var index = random.Next(databases.Length);
            switch (random.Next(3))
            {
                case 0:
                    tips[index] += index + 1;
                    _fixture.Write(databases[index], $"INSERT INTO note(body) VALUES({index + 1})");
                    break;
                case 1:
                    PagesFixture.AdvanceToTip(databases[index]);
                    heads[index] = tips[index];
                    break;
                default:
                    var sum = _fixture.Read(databases[index], "SELECT coalesce(sum(body), 0) FROM note");
                    Assert.Equal($"{heads[index]}", sum);
                    break;
            }
        }

        foreach (var pages in databases)
        {
            pages.Dispose();
        }
    }
}
