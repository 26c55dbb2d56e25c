using Memoturn.Storage;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

public sealed class OwnershipTests : IAsyncLifetime
{
    private readonly EngineCluster _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task A_new_database_begins_at_txid_1_in_epoch_1()
    {
        var engine = await _cluster.StartAsync();
        var database = await EngineCluster.CreateAsync(engine, "fresh");

        var first = await NotesTable.CreateAsync(engine, database);

        Assert.Equal(new TxId(1), first.Position.TxId);
        Assert.Equal(1UL, first.Position.Epoch.Number);
    }

    [Fact]
    public async Task A_clean_stop_hands_over_without_a_gap_in_the_numbers()
    {
        var first = await _cluster.StartAsync(node: "one");
        var database = await EngineCluster.CreateAsync(first, "handed");
        await NotesTable.CreateAsync(first, database);
        await NotesTable.AddAsync(first, database, "a");
        await first.StopAsync(CancellationToken.None);

        var second = await _cluster.StartAsync(node: "two");
        var write = await NotesTable.AddAsync(second, database, "b");

        Assert.Equal(new TxId(3), write.Position.TxId);
        Assert.Equal(2UL, write.Position.Epoch.Number);
        Assert.Equal(["a", "b"], await NotesTable.ReadAsync(second, database));
    }

    [Fact]
    [Trait("Accept", "DUR-27")]
    public async Task A_crashed_node_replays_its_log_and_goes_on_above_every_number_used_process_kill_is_another_test()
    {
        var log = _cluster.NewLog();
        var first = await _cluster.StartAsync(log);
        var database = await EngineCluster.CreateAsync(first, "crashed");
        await NotesTable.CreateAsync(first, database);
        await first.SyncAsync(database, BranchName.Main, CancellationToken.None);
        _cluster.Faults.IsDown = true;
        var lost = await NotesTable.AddAsync(first, database, "only in the log");
        await StopWithoutShippingAsync(first, log);

        var second = await _cluster.StartAsync(log);
        Assert.Equal(["only in the log"], await NotesTable.ReadAsync(second, database));
        using (var snapshot = await second.ReadAsync(
            database, BranchName.Main, new(Consistency.Cached, lost.Position.TxId), CancellationToken.None))
        {
            Assert.Equal(lost.Position.TxId, snapshot.Position.TxId);
        }

        var next = await NotesTable.AddAsync(second, database, "after");
        Assert.True(next.Position.TxId.Value > lost.Position.TxId.Value + 60_000);
        Assert.Empty(log.Conflicts);
    }

    [Fact]
    public async Task What_another_node_overtook_is_set_aside_and_its_txid_is_reported_lost()
    {
        var log = _cluster.NewLog();
        var first = await _cluster.StartAsync(log, "one");
        var database = await EngineCluster.CreateAsync(first, "overtaken");
        await NotesTable.CreateAsync(first, database);
        await first.SyncAsync(database, BranchName.Main, CancellationToken.None);
        _cluster.Faults.IsDown = true;
        var lost = await NotesTable.AddAsync(first, database, "never shipped");
        await StopWithoutShippingAsync(first, log);

        var second = await _cluster.StartAsync(node: "two");
        await NotesTable.AddAsync(second, database, "the new line");
        var refused = await Assert.ThrowsAsync<TxidNotReachedException>(() =>
            second.ReadAsync(
                database, BranchName.Main, new(Consistency.Cached, lost.Position.TxId), CancellationToken.None));
        Assert.Contains("was lost in a failover", refused.Message, StringComparison.Ordinal);
        await second.StopAsync(CancellationToken.None);

        var third = await _cluster.StartAsync(log, "one");
        Assert.Equal(["the new line"], await NotesTable.ReadAsync(third, database));
        Assert.NotEmpty(log.Conflicts);
    }

    [Fact]
    public async Task An_owner_whose_branch_was_taken_over_can_add_nothing_more()
    {
        var log = _cluster.NewLog();
        var zombie = await _cluster.StartAsync(log, "zombie");
        var database = await EngineCluster.CreateAsync(zombie, "fenced");
        await NotesTable.CreateAsync(zombie, database);
        await zombie.SyncAsync(database, BranchName.Main, CancellationToken.None);

        // A node of another lease table believes that nobody owns the branch: only the fence stands between the two.
        var successor = await _cluster.StartAsync(node: "successor", sharesLeases: false);
        await NotesTable.AddAsync(successor, database, "new line", Durability.Durable);

        var refused = await NotesTable.AddAsync(zombie, database, "zombie", Durability.Durable);
        Assert.Throws<FencedException>(() => refused.Value);
        Assert.Equal(["new line"], await NotesTable.ReadAsync(successor, database));

        var again = await NotesTable.AddAsync(zombie, database, "as the next owner", Durability.Durable);
        Assert.Equal(3UL, again.Position.Epoch.Number);
        Assert.Equal(["new line", "as the next owner"], await NotesTable.ReadAsync(zombie, database));
        Assert.NotEmpty(log.Conflicts);
    }

    [Fact]
    public async Task A_durable_write_is_in_object_storage_when_it_is_answered()
    {
        var engine = await _cluster.StartAsync(
            options: _cluster.Options with { ShipInterval = TimeSpan.FromMilliseconds(500) });
        var database = await EngineCluster.CreateAsync(engine, "durable");
        await NotesTable.CreateAsync(engine, database);
        var durable = await NotesTable.AddAsync(engine, database, "safe", Durability.Durable);
        Assert.Equal(Durability.Durable, durable.Durability);

        var other = await _cluster.StartAsync(node: "reader");
        Assert.Equal(["safe"], await NotesTable.ReadAsync(other, database));
    }

    [Fact]
    public async Task A_durable_write_without_object_storage_fails_stays_visible_and_is_shipped_later()
    {
        var engine = await _cluster.StartAsync();
        var database = await EngineCluster.CreateAsync(engine, "outage");
        await NotesTable.CreateAsync(engine, database);
        await engine.SyncAsync(database, BranchName.Main, CancellationToken.None);

        _cluster.Faults.IsDown = true;
        var failed = await NotesTable.AddAsync(engine, database, "kept", Durability.Durable);
        Assert.Throws<StoreUnavailableException>(() => failed.Value);
        Assert.Equal(["kept"], await NotesTable.ReadAsync(engine, database));

        _cluster.Faults.IsDown = false;
        await engine.SyncAsync(database, BranchName.Main, CancellationToken.None);
        var other = await _cluster.StartAsync(node: "reader");
        Assert.Equal(["kept"], await NotesTable.ReadAsync(other, database));
    }

    [Fact]
    public async Task A_put_whose_answer_is_lost_is_found_to_have_landed_by_reading_back()
    {
        _cluster.Faults.LosesAnswer = key => key.Value.Contains("/tails/", StringComparison.Ordinal);
        var engine = await _cluster.StartAsync();
        var database = await EngineCluster.CreateAsync(engine, "ambiguous");

        await NotesTable.CreateAsync(engine, database);
        var write = await NotesTable.AddAsync(engine, database, "once", Durability.Durable);

        Assert.Equal(Durability.Durable, write.Durability);
        Assert.Equal("once", Assert.Single(await NotesTable.ReadAsync(engine, database)));
    }

    [Fact]
    [Trait("Accept", "DUR-32")]
    public async Task Waking_a_branch_to_read_it_writes_nothing_and_takes_no_lease()
    {
        var first = await _cluster.StartAsync(node: "one");
        var database = await EngineCluster.CreateAsync(first, "cold");
        await NotesTable.CreateAsync(first, database);
        await NotesTable.AddAsync(first, database, "a", Durability.Durable);
        await first.StopAsync(CancellationToken.None);

        var second = await _cluster.StartAsync(node: "two");
        var puts = _cluster.Store.Puts;
        Assert.Equal(["a"], await NotesTable.ReadAsync(second, database));

        Assert.Equal(puts, _cluster.Store.Puts);
        Assert.Empty(second.OwnedBranches());
    }

    [Fact]
    [Trait("Accept", "DUR-16")]
    public async Task Fifty_concurrent_first_reads_cause_one_restore()
    {
        var first = await _cluster.StartAsync(node: "one");
        var database = await EngineCluster.CreateAsync(first, "crowd");
        await NotesTable.CreateAsync(first, database);
        await NotesTable.AddAsync(first, database, "a", Durability.Durable);
        await first.StopAsync(CancellationToken.None);

        var alone = await _cluster.StartAsync(node: "alone");
        var before = _cluster.Store.Requests;
        await NotesTable.ReadAsync(alone, database);
        var oneRestore = _cluster.Store.Requests - before;

        var second = await _cluster.StartAsync(node: "two");
        before = _cluster.Store.Requests;
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => NotesTable.ReadAsync(second, database)));

        Assert.All(answers, answer => Assert.Equal(["a"], answer));
        Assert.Equal(oneRestore, _cluster.Store.Requests - before);
    }

    // As a kill does: nothing more reaches the store, only what was synced stays in the log.
    private async Task StopWithoutShippingAsync(StorageEngine engine, MemoryLogDevice log)
    {
        await engine.StopAsync(new CancellationToken(canceled: true));
        log.Crash(_ => 0);
        _cluster.Faults.IsDown = false;
    }
}
