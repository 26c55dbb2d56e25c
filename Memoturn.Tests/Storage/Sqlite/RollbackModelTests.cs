using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Sqlite;

/// <summary>
/// Random transactions, savepoints, spills, failures and vetoes against SQLite's own in-memory database.
/// </summary>
public sealed class RollbackModelTests : IDisposable
{
    private readonly PagesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_database_of_page_tables_behaves_like_SQLites_own() =>
        Gen.UInt.Sample(seed => Run(new((int)seed)), iter: 40);

    private void Run(Random random)
    {
        const string schema = "CREATE TABLE t(id INTEGER PRIMARY KEY, v UNIQUE, pad); CREATE INDEX by_pad ON t(pad)";
        var options = random.Next(2) == 0 ? PagesFixture.InPlace : PagesFixture.Logged;
        using var pages = _fixture.Create(schema, 512 << random.Next(4), options);
        using var model = Connection.Open(":memory:");
        model.ExecuteScript(schema);
        var isRefused = false;
        var gate = new CommitGate(
            _ => _ = isRefused ? throw new LocalDiskException("full") : 0, commit => commit.Before.TxId.Next);
        var writer = _fixture.Writer(pages, gate);
        writer.ExecuteScript("PRAGMA cache_size = 3");
        for (var step = 0; step < 80; step++)
        {
            isRefused = random.Next(15) == 0;
            Step(random, writer, model, isRefused);
            if (random.Next(8) == 0)
            {
                Assert.Equal(Dump(model), Dump(writer));
            }

            if (random.Next(5) == 0)
            {
                PagesFixture.AdvanceToTip(pages);
            }
        }

        isRefused = false;
        Both(writer, model, "COMMIT");
        Assert.Equal(Dump(model), Dump(writer));
        Assert.Equal("ok", PagesFixture.Scalar(writer, "PRAGMA integrity_check"));
        _fixture.Pool.Return(writer);
        PagesFixture.AdvanceToTip(pages);
        using var pin = pages.PinHead();
        var reader = _fixture.Reader(pin);
        Assert.Equal(Dump(model), Dump(reader));
        _fixture.Pool.Return(reader);
    }

    private static void Step(Random random, Connection writer, Connection model, bool isRefused)
    {
        var sql = random.Next(9) switch
        {
            0 => "BEGIN",
            1 => "COMMIT",
            2 => "ROLLBACK",
            3 => "SAVEPOINT s",
            4 => "ROLLBACK TO s",
            5 => "RELEASE s",
            6 => $"DELETE FROM t WHERE id % 4 = {random.Next(4)}",
            7 => $"UPDATE t SET pad = hex(zeroblob({random.Next(400)})), v = v + 10000 WHERE id % 3 = {random.Next(3)}",
            _ => $"""
                WITH RECURSIVE n(i) AS (
                    SELECT {random.Next(300)} UNION ALL SELECT i + 1 FROM n LIMIT {random.Next(1, 40)})
                INSERT INTO t(v, pad) SELECT i, hex(zeroblob({random.Next(300)})) FROM n
                """,
        };
        var refused = Both(writer, model, sql);
        Assert.False(refused && !isRefused, "refused only when told to");
        Assert.Equal(model.InTransaction, writer.InTransaction);
    }

    /// <summary>Runs it on both; where the gate refused the commit the model is rolled back too.</summary>
    private static bool Both(Connection writer, Connection model, string sql)
    {
        Exception? failure = null;
        try
        {
            writer.ExecuteScript(sql);
        }
        catch (StorageException exception)
        {
            failure = exception;
        }

        if (failure is LocalDiskException)
        {
            // After a refused RELEASE of the outermost savepoint SQLite stays in a transaction that holds nothing.
            EndTransaction(writer);
            EndTransaction(model);
            return true;
        }

        try
        {
            model.ExecuteScript(sql);
            Assert.Null(failure);
        }
        catch (SqlFailedException exception)
        {
            Assert.Equal(exception.Message, failure?.Message);
        }

        return false;
    }

    private static void EndTransaction(Connection connection) =>
        connection.ExecuteScript(connection.InTransaction ? "ROLLBACK" : "");

    private static string Dump(Connection connection)
    {
        using var statement = connection.Prepare(
            "SELECT id || '|' || v || '|' || coalesce(length(pad), 0) FROM t ORDER BY id");
        var rows = new List<string>();
        while (statement.Step())
        {
            rows.Add(statement.GetText(0));
        }

        return string.Join('\n', rows);
    }
}
