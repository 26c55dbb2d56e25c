using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

public sealed class InterruptTests
{
    private const string Endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    [Fact]
    public async Task A_read_whose_caller_gave_up_ends_and_gives_its_connection_back()
    {
        await using var cluster = new EngineCluster();
        var engine = await cluster.StartAsync(options: cluster.Options with { Connections = 2, ReadsPerBranch = 1 });
        var database = await EngineCluster.CreateAsync(engine, "patient");
        await NotesTable.CreateAsync(engine, database);
        await NotesTable.AddAsync(engine, database, "kept");

        using var deadline = new CancellationTokenSource();
        using (var snapshot = await engine.ReadAsync(database, BranchName.Main, ReadFloor.Any, deadline.Token))
        {
            using var statement = snapshot.Connection.Prepare(Endless);
            deadline.CancelAfter(TimeSpan.FromMilliseconds(100));
            Assert.Throws<OperationCanceledException>(() => statement.Step());
        }

        Assert.Equal(["kept"], await NotesTable.ReadAsync(engine, database));
    }

    [Fact]
    public async Task A_durable_write_whose_caller_gave_up_tells_at_which_position_it_stands()
    {
        await using var cluster = new EngineCluster();
        var engine = await cluster.StartAsync();
        var database = await EngineCluster.CreateAsync(engine, "given-up");
        await NotesTable.CreateAsync(engine, database);
        await engine.SyncAsync(database, BranchName.Main, CancellationToken.None);
        var release = new TaskCompletionSource();
        cluster.Faults.BeforePut = key =>
            key.Value.Contains("/tails/", StringComparison.Ordinal) ? release.Task : Task.CompletedTask;

        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var result = await engine.WriteAsync(
            database,
            BranchName.Main,
            Durability.Durable,
            context => context.Connection.Execute("INSERT INTO notes(body) VALUES ('kept')"),
            deadline.Token);
        release.SetResult();

        Assert.Throws<TaskCanceledException>(() => result.Value);
        Assert.Equal(new TxId(2), result.Position.TxId);
    }
}
