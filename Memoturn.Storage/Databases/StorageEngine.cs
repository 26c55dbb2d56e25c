using Memoturn.Storage.Catalog;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The databases of one node: opens branches as requests need them, keeps them within memory, closes them again.
/// </summary>
/// <remarks>Everything it gets from outside comes through the constructor; the simulator runs it unchanged.</remarks>
public sealed class StorageEngine : IAsyncDisposable
{
    private readonly BranchServices _services;
    private readonly SqliteVfs _vfs;
    private readonly OpenBranches _branches;
    private readonly BranchDeletion _deletion;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;
    private Task? _stop;

    public StorageEngine(
        StorageOptions options, StorageParts parts, TimeProvider clock, Random random, ILogger<StorageEngine> logger)
    {
        var memory = new PageMemory();
        _vfs = new($"memoturn-{random.NextNonce()}", clock, random);
        _services = new()
        {
            Options = options,
            Clock = clock,
            Random = random,
            Store = parts.Store,
            Log = new(parts.LogDevice, parts.LogOptions, clock),
            Leases = parts.Leases,
            Lease = new(parts.Leases, options.Node, options.Lease, parts.LeaseClock ?? clock),
            Manifests = new(parts.Store),
            Names = new(parts.Store, clock, random),
            Memory = memory,
            Connections = new(_vfs, new() { Capacity = options.Connections }),
            Templates = new(_vfs, memory),
            Captures = new(),
            Ships = new(options.ShipParallelism),
            Instruments = new(),
            Logger = logger,
            FailPoints = parts.FailPoints,
        };
        var reader = new HistoryReader(parts.Store, memory, new(options.DecodedCacheBytes), options.RestoreParallelism);
        _branches = new(_services, reader, new(_services, reader));
        _deletion = new(_services, reader);
        _services.Instruments.Observe(() => State);
    }

    public NameCatalog Names => _services.Names;

    public EngineState State => _branches.State();

    /// <summary>
    /// Takes the node's lease, starts the loops, and recovers what the commit log has that object storage does not.
    /// </summary>
    public async Task StartAsync(CancellationToken token)
    {
        await _services.Lease.EnsureAsync(token);
        using (ExecutionContext.SuppressFlow())
        {
            _loops = Task.WhenAll(
                _services.Log.RunAsync(
                    _branches.End, () => _branches.RecoverReopenedAsync(_stopping.Token), _stopping.Token),
                _services.Lease.RunAsync(_stopping.Token),
                _branches.RunAsync(_stopping.Token));
        }

        await _branches.RecoverAsync(token);
    }

    /// <summary>
    /// Ships every branch, ends its epoch cleanly and gives the lease back, as far as the token allows; then stops.
    /// </summary>
    public Task StopAsync(CancellationToken token)
    {
        // Whoever asks again waits for the stop that is under way: parts are disposed after it.
        lock (_stopping)
        {
            return _stop ??= StopOnceAsync(token);
        }
    }

    /// <summary>
    /// Opens the newest committed state that satisfies <paramref name="floor"/>, waking the branch when it is cold.
    /// </summary>
    /// <exception cref="TxidNotReachedException">The floor lies above the head, or in a lost range.</exception>
    public async Task<ReadSnapshot> ReadAsync(
        NameRecord database, BranchName branch, ReadFloor floor, CancellationToken token)
    {
        var open = await _branches.EnterAsync(database, branch, token);
        return await OpenAsync(open, database, floor, token);
    }

    /// <summary>
    /// A read for upkeep: null unless the branch is open here already, and no use that would keep it from being closed
    /// as idle.
    /// </summary>
    public async Task<ReadSnapshot?> PeekAsync(OpenBranch branch, CancellationToken token) =>
        _branches.FindUnseen(branch) is { } open ? await OpenAsync(open, branch.Database, ReadFloor.Any, token) : null;

    /// <summary>
    /// As <see cref="ReadAsync"/>, with the resident index of the head built first where the branch has none.
    /// </summary>
    public async Task<ReadSnapshot> RecallAsync(
        NameRecord database, BranchName branch, ReadFloor floor, CancellationToken token)
    {
        var open = await _branches.EnterAsync(database, branch, token);
        try
        {
            await open.EnsureIndexAsync(database, token).WaitAsync(token);
        }
        finally
        {
            open.Exit();
        }

        return await ReadAsync(database, branch, floor, token);
    }

    /// <summary>
    /// Runs <paramref name="work"/> in a commit round of the branch and returns once the round is acknowledged at the
    /// level asked for. An exception of the work itself is in the result; what is thrown here are the engine's own
    /// refusals.
    /// </summary>
    /// <exception cref="OverloadedException">The branch's write queue, or the node's backlog, is full.</exception>
    /// <exception cref="FencedException">Another epoch owns the branch.</exception>
    public async Task<WriteResult<T>> WriteAsync<T>(
        NameRecord database, BranchName branch, Durability durability, Func<WriteContext, T> work,
        CancellationToken token)
    {
        RequireRoomInBacklog();
        var open = await _branches.EnterAsync(database, branch, token);
        try
        {
            var (owned, result) = await EnqueueAsync(open, database, new PendingWrite<T>(work), token);
            var isDurable = durability == Durability.Durable || _services.FloorOf(database) == Durability.Durable;
            return isDurable ? await ShippedAsync(owned, result, token) : result;
        }
        finally
        {
            open.Exit();
        }
    }

    /// <summary>Ships what the branch has pending; a failed result tells at which position it stays pending.</summary>
    public Task<WriteResult<bool>> SyncAsync(NameRecord database, BranchName branch, CancellationToken token) =>
        WriteAsync(database, branch, Durability.Durable, static _ => true, token);

    /// <summary>
    /// Ends every branch of a database: from then on no node can add to it. Data goes with collection.
    /// </summary>
    public async Task DeleteAsync(NameRecord database, CancellationToken token)
    {
        await _branches.CloseDatabaseAsync(database.Uuid);
        await _deletion.RunAsync(database, token);
    }

    /// <summary>What is known of a database; costs a listing of its objects and opens nothing.</summary>
    public async Task<DatabaseSummary> DescribeAsync(DatabaseId database, CancellationToken token)
    {
        var inspection = new DatabaseInspection(_services.Store, _services.Manifests);
        var branchCount = await inspection.CountBranchesAsync(database, token);
        var sizeBytes = await inspection.SumBytesAsync(database, token);
        var main = _branches.Find(new(database, BranchName.Main));
        var isOwned = main?.Owned is { Ownership.IsOver: false };
        return new(branchCount, sizeBytes, main is not null, isOwned ? _services.Options.Node.ToString() : null);
    }

    /// <summary>The branches this node owns now, for sweeps.</summary>
    public IReadOnlyList<OpenBranch> OwnedBranches() => _branches.Owned();

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));

        _services.Instruments.Dispose();
        _services.Captures.Dispose();
        _services.Templates.Dispose();
        _services.Connections.Dispose();
        _vfs.Dispose();
        _services.Memory.Dispose();
        _stopping.Dispose();
    }

    private async Task<ReadSnapshot> OpenAsync(
        Branch open, NameRecord database, ReadFloor floor, CancellationToken token)
    {
        PinnedRead? read = null;
        Permits.Permit permit = default;
        try
        {
            permit = await open.Reads.TakeAsync(token);
            read = await open.PinAsync(database, floor, token);
            var connection = await _services.Connections.RentReaderAsync(read.Pin.Table, token);
            return new(_services.Connections, connection, read, open, permit, token);
        }
        catch
        {
            read?.Pin.Dispose();
            permit.Dispose();
            open.Exit();
            throw;
        }
    }

    private async Task StopOnceAsync(CancellationToken token)
    {
        await Task.Yield();
        await _branches.CloseAllAsync(token);
        _stopping.Cancel();
        await _loops.ConfigureAwait(
            ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        await _services.Lease.RevokeAsync(CancellationToken.None);
    }

    private void RequireRoomInBacklog()
    {
        var pending = _services.Log.UnshippedBytes;
        if (pending > _services.Options.BacklogBytes)
        {
            _services.Instruments.Shed("backlog");
            throw new OverloadedException(
                $"{pending} bytes wait for object storage, more than {_services.Options.BacklogBytes}; retry later",
                TimeSpan.FromSeconds(1));
        }
    }

    private async Task<(OwnedBranch Owned, WriteResult<T> Result)> EnqueueAsync<T>(
        Branch open, NameRecord database, PendingWrite<T> write, CancellationToken token)
    {
        while (true)
        {
            var owned = await open.OwnAsync(database, token);
            if (_services.FloorOf(database) == Durability.Durable)
            {
                owned.RequireDurable();
            }

            if (!TryEnqueue(owned, write))
            {
                token.ThrowIfCancellationRequested();
                continue;
            }

            // A queued write is applied even if its caller goes away: only the waiting is cancelled.
            return (owned, await write.Answer.WaitAsync(token));
        }
    }

    private bool TryEnqueue(OwnedBranch owned, PendingWrite write)
    {
        try
        {
            return owned.TryEnqueue(write);
        }
        catch (OverloadedException)
        {
            _services.Instruments.Shed("queue");
            throw;
        }
    }

    // The commit stands whatever becomes of its shipping: the answer says at which position.
    private static async Task<WriteResult<T>> ShippedAsync<T>(
        OwnedBranch owned, WriteResult<T> result, CancellationToken token)
    {
        if (result.Failure is not null)
        {
            return result;
        }

        try
        {
            await owned.Shipper.WhenShippedAsync(result.Position.TxId).WaitAsync(token);
            owned.Ownership.RequireWritable();
            return result with { Durability = Durability.Durable };
        }
        catch (Exception failure) when (failure is StorageException or OperationCanceledException)
        {
            return result with { Failure = failure };
        }
    }
}
