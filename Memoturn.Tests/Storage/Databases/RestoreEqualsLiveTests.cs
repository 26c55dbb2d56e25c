using CsCheck;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

public sealed class RestoreEqualsLiveTests
{
    private enum Step
    {
        Write,
        Update,
        Delete,
        Ship,
        Reopen,
        Crash,
    }

    [Fact]
    [Trait("Accept", "DUR-18")]
    [Trait("Accept", "DUR-02")]
    public void What_the_bucket_restores_equals_the_live_database_after_any_interleaving() =>
        Gen.Enum<Step>().Array[1, 40].Sample(steps => RunAsync(steps).GetAwaiter().GetResult(), iter: 30);

    private static async Task RunAsync(Step[] steps)
    {
        await using var cluster = new EngineCluster();
        var log = cluster.NewLog();
        var engine = await cluster.StartAsync(log);
        var database = await EngineCluster.CreateAsync(engine, "any");
        await NotesTable.CreateAsync(engine, database);
        var model = new List<string>();
        foreach (var (step, number) in steps.Select((step, index) => (step, index)))
        {
            switch (step)
            {
                case Step.Write:
                    model.Add($"note {number} {new string('x', number * 37 % 3000)}");
                    await NotesTable.AddAsync(engine, database, model[^1]);
                    break;
                case Step.Update when model.Count > 0:
                    model[0] = $"changed {number}";
                    await RunAsync(engine, database, $"UPDATE notes SET body = '{model[0]}' WHERE id = (SELECT "
                        + "min(id) FROM notes)");
                    break;
                case Step.Delete when model.Count > 0:
                    model.RemoveAt(0);
                    await RunAsync(engine, database, "DELETE FROM notes WHERE id = (SELECT min(id) FROM notes)");
                    break;
                case Step.Ship:
                    await engine.SyncAsync(database, BranchName.Main, CancellationToken.None);
                    break;
                case Step.Reopen:
                    await engine.StopAsync(CancellationToken.None);
                    engine = await cluster.StartAsync(log);
                    break;
                case Step.Crash:
                    cluster.Faults.IsDown = true;
                    await engine.StopAsync(new CancellationToken(canceled: true));
                    log.Crash(_ => 0);
                    cluster.Faults.IsDown = false;
                    engine = await cluster.StartAsync(log);
                    break;
            }
        }

        await engine.SyncAsync(database, BranchName.Main, CancellationToken.None);
        var live = await NotesTable.ReadAsync(engine, database);
        var reader = await cluster.StartAsync(node: "reader");
        Assert.Equal(model, live);
        Assert.Equal(live, await NotesTable.ReadAsync(reader, database));
        Assert.Equal("ok", await NotesTable.CheckIntegrityAsync(reader, database));
    }

    private static Task<WriteResult<long>> RunAsync(StorageEngine engine, NameRecord database, string sql) =>
        engine.WriteAsync(database, BranchName.Main, Durability.Standard, context =>
            context.Connection.Execute(sql), CancellationToken.None);
}
