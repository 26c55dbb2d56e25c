using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

public sealed class ResidencyTests : IAsyncLifetime
{
    private readonly EngineCluster _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    [Trait("Accept", "DUR-07")]
    public async Task With_room_for_one_open_branch_alternating_writes_to_two_databases_all_succeed()
    {
        var engine = await _cluster.StartAsync(options: _cluster.Options with { OpenBranches = 1 });
        var first = await EngineCluster.CreateAsync(engine, "first");
        var second = await EngineCluster.CreateAsync(engine, "second");
        foreach (var database in new[] { first, second })
        {
            await NotesTable.CreateAsync(engine, database);
        }

        foreach (var body in new[] { "a", "b" })
        {
            await NotesTable.AddAsync(engine, first, body);
            await NotesTable.AddAsync(engine, second, body);
        }

        Assert.Equal(["a", "b"], await NotesTable.ReadAsync(engine, first));
        Assert.Equal(["a", "b"], await NotesTable.ReadAsync(engine, second));
    }

    [Fact]
    [Trait("Accept", "DUR-17")]
    public async Task Unshipped_pages_stay_through_an_outage_and_reach_the_bucket_afterwards_simulation_is_left()
    {
        var engine = await _cluster.StartAsync(
            options: _cluster.Options with
            {
                OpenBranches = 1,
                IdleClose = TimeSpan.Zero,
                ShipBackOff = TimeSpan.FromMilliseconds(50),
            });
        var kept = await EngineCluster.CreateAsync(engine, "kept");
        await NotesTable.CreateAsync(engine, kept);
        await engine.SyncAsync(kept, BranchName.Main, CancellationToken.None);
        var others = new List<NameRecord>();
        for (var i = 0; i < 3; i++)
        {
            others.Add(await EngineCluster.CreateAsync(engine, $"other-{i}"));
        }

        await NotesTable.AddAsync(engine, kept, "before");
        _cluster.Faults.IsDown = true;
        await NotesTable.AddAsync(engine, kept, "during");
        foreach (var other in others)
        {
            await Assert.ThrowsAnyAsync<Memoturn.Storage.StorageException>(() => NotesTable.ReadAsync(engine, other));
        }

        Assert.Equal(["before", "during"], await NotesTable.ReadAsync(engine, kept));
        _cluster.Faults.IsDown = false;
        await engine.SyncAsync(kept, BranchName.Main, CancellationToken.None);

        var reader = await _cluster.StartAsync(node: "reader");
        Assert.Equal(["before", "during"], await NotesTable.ReadAsync(reader, kept));
        Assert.Equal("ok", await NotesTable.CheckIntegrityAsync(reader, kept));
    }

    [Fact]
    public async Task Memory_over_budget_is_given_back_by_closing_the_longest_unused()
    {
        var engine = await _cluster.StartAsync(options: _cluster.Options with { MemoryBytes = 3 << 20 });
        for (var i = 0; i < 60; i++)
        {
            var database = await EngineCluster.CreateAsync(engine, $"fat-{i}");
            await NotesTable.CreateAsync(engine, database);
            await NotesTable.AddAsync(
                engine, database, new string((char)('a' + (i % 26)), 200_000), Durability.Durable);
        }

        Assert.InRange(engine.State.MemoryBytes, 1, 4 << 20);
        Assert.InRange(engine.State.OpenBranches, 1, 20);
    }

    [Fact]
    public async Task An_idle_branch_is_closed_and_its_epoch_ends_cleanly()
    {
        var engine = await _cluster.StartAsync(
            options: _cluster.Options with { IdleClose = TimeSpan.FromMilliseconds(1) });
        var database = await EngineCluster.CreateAsync(engine, "idle");
        await NotesTable.CreateAsync(engine, database);
        await Eventually.HoldsAsync(() => engine.State.OpenBranches == 0, "the idle branch is closed");

        var next = await NotesTable.AddAsync(engine, database, "again");
        Assert.Equal(new TxId(2), next.Position.TxId);
        Assert.Equal(2UL, next.Position.Epoch.Number);
    }
}
