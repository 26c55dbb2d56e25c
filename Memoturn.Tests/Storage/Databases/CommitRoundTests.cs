using Memoturn.Storage;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

public sealed class CommitRoundTests : IAsyncLifetime
{
    private readonly EngineCluster _cluster = new();
    private StorageEngine _engine = null!;
    private NameRecord _database = null!;

    public async Task InitializeAsync()
    {
        _engine = await _cluster.StartAsync();
        _database = await EngineCluster.CreateAsync(_engine, "rounds");
        await NotesTable.CreateAsync(_engine, _database);
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    [Trait("Accept", "DUR-05")]
    public async Task Three_queued_writes_commit_in_one_round_with_one_txid()
    {
        var writes = await BehindABusyWriterAsync(
            () => NotesTable.AddAsync(_engine, _database, "a"),
            () => NotesTable.AddAsync(_engine, _database, "b"),
            () => NotesTable.AddAsync(_engine, _database, "c"));

        Assert.Single(writes.Select(write => write.Position.TxId).Distinct());
        Assert.Equal(["a", "b", "c"], await NotesTable.ReadAsync(_engine, _database));
    }

    [Fact]
    [Trait("Accept", "DUR-06")]
    public async Task A_bad_write_of_a_round_gets_its_own_error_and_the_good_ones_commit()
    {
        var writes = await BehindABusyWriterAsync(
            () => NotesTable.AddAsync(_engine, _database, "good"),
            AddHalfAsync,
            () => NotesTable.AddAsync(_engine, _database, "also good"));

        var failure = Assert.Throws<SqlFailedException>(() => writes[1].Value);
        Assert.Contains("no such table", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["good", "also good"], await NotesTable.ReadAsync(_engine, _database));
        Assert.Equal(writes[0].Position, writes[2].Position);
    }

    [Fact]
    public async Task A_bad_write_alone_in_its_round_leaves_nothing_and_takes_no_txid()
    {
        var before = await NotesTable.AddAsync(_engine, _database, "good");
        var bad = await AddHalfAsync();
        var after = await NotesTable.AddAsync(_engine, _database, "also good");

        Assert.Throws<SqlFailedException>(() => bad.Value);
        Assert.Equal(before.Position, bad.Position);
        Assert.Equal(before.Position.TxId.Next, after.Position.TxId);
        Assert.Equal(["good", "also good"], await NotesTable.ReadAsync(_engine, _database));
    }

    [Fact]
    public async Task A_write_that_changes_nothing_takes_no_txid()
    {
        var before = await NotesTable.AddAsync(_engine, _database, "a");
        var noop = await _engine.WriteAsync(
            _database,
            BranchName.Main,
            Durability.Standard,
            context => context.Connection.Execute("DELETE FROM notes WHERE body = 'missing'"),
            CancellationToken.None);

        Assert.Equal(before.Position, noop.Position);
    }

    [Fact]
    public async Task A_write_of_a_caller_that_went_away_is_applied()
    {
        using var gone = new CancellationTokenSource();
        var abandoned = Task.CompletedTask;
        await BehindABusyWriterAsync(() =>
        {
            abandoned = _engine.WriteAsync(
                _database,
                BranchName.Main,
                Durability.Standard,
                context => context.Connection.Execute("INSERT INTO notes(body) VALUES ('kept')"),
                gone.Token);
            gone.Cancel();
            return NotesTable.AddAsync(_engine, _database, "next");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        Assert.Equal(["kept", "next"], await NotesTable.ReadAsync(_engine, _database));
    }

    [Fact]
    [Trait("Accept", "DUR-29")]
    public async Task A_round_holds_64_writes_at_most_and_later_rounds_see_earlier_ones()
    {
        var counts = new List<Task<WriteResult<long>>>();
        await BehindABusyWriterAsync(Enumerable.Range(0, 200).Select(i => (Func<Task<WriteResult<long>>>)(() =>
        {
            var count = _engine.WriteAsync(
                _database,
                BranchName.Main,
                Durability.Standard,
                context =>
                {
                    context.Connection.Execute($"INSERT INTO notes(body) VALUES ('n{i}')");
                    using var statement = context.Connection.Prepare("SELECT count(*) FROM notes");
                    return statement.Step() ? statement.GetInt64(0) : 0;
                },
                CancellationToken.None);
            counts.Add(count);
            return count;
        })).ToArray());

        var results = await Task.WhenAll(counts);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), results.Select(result => result.Value));
        var rounds = results.GroupBy(result => result.Position.TxId).ToArray();
        Assert.All(rounds, round => Assert.InRange(round.Count(), 1, 64));
        Assert.Equal(rounds.Select(round => round.Key).Order(), rounds.Select(round => round.Key));
    }

    [Fact]
    [Trait("Accept", "LIM-08")]
    public async Task With_a_queue_of_one_the_second_queued_write_is_shed_and_the_first_still_lands()
    {
        var engine = await _cluster.StartAsync(node: "small", options: _cluster.Options with { WriteQueueDepth = 1 });
        var database = await EngineCluster.CreateAsync(engine, "shed");
        await NotesTable.CreateAsync(engine, database);
        using var release = new ManualResetEventSlim();
        var busy = await HoldWriterAsync(engine, database, release);

        var first = NotesTable.AddAsync(engine, database, "first");
        var second = await Assert.ThrowsAsync<OverloadedException>(
            () => NotesTable.AddAsync(engine, database, "second"));
        release.Set();

        Assert.Equal("database write queue full (1 writes pending); retry later", second.Message);
        Assert.Equal(1, (await first).Value);
        await busy;
        Assert.Equal(["first"], await NotesTable.ReadAsync(engine, database));
    }

    // Queues the writes, in order, while the writer is held by an earlier one; returns their results in order.
    private Task<WriteResult<long>> AddHalfAsync() => _engine.WriteAsync(
        _database,
        BranchName.Main,
        Durability.Standard,
        context =>
        {
            context.Connection.Execute("INSERT INTO notes(body) VALUES ('half')");
            return context.Connection.Execute("INSERT INTO missing VALUES (1)");
        },
        CancellationToken.None);

    private async Task<WriteResult<long>[]> BehindABusyWriterAsync(params Func<Task<WriteResult<long>>>[] writes)
    {
        using var release = new ManualResetEventSlim();
        var busy = await HoldWriterAsync(_engine, _database, release);
        var queued = writes.Select(write => write()).ToArray();
        release.Set();
        await busy;
        return await Task.WhenAll(queued);
    }

    private static async Task<Task> HoldWriterAsync(
        StorageEngine engine, NameRecord database, ManualResetEventSlim release)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var busy = engine.WriteAsync(
            database,
            BranchName.Main,
            Durability.Standard,
            _ =>
            {
                entered.SetResult();
                return release.Wait(TestTimeouts.Default);
            },
            CancellationToken.None);
        await entered.Task.WaitAsync(TestTimeouts.Default);
        return busy;
    }
}
