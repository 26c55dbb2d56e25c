using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Leases;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The open branches of a node: found by key, opened once, closed when idle or when memory runs short, the longest
/// unused
/// first and copies before owned ones.
/// </summary>
internal sealed class OpenBranches(BranchServices services, HistoryReader reader, TakeOver takeOver)
{
    /// <summary>Eviction begins at this share of the budget, so that what is opened meanwhile still fits.</summary>
    private const double EvictionStart = 0.95;

    /// <summary>Eviction goes on down to this share, so that it does not run for every open.</summary>
    private const double EvictionTarget = 0.85;

    private static readonly TimeSpan Upkeep = TimeSpan.FromSeconds(1);

    private readonly Permits _eviction = new(1);

    // Guards the dictionary; insertion order is the order of opening.
    private readonly Lock _lock = new();
    private readonly Dictionary<OwnerKey, Branch> _branches = [];
    private long _indexBytes;
    private bool _isClosed;

    private long MemoryBytes => services.Memory.LiveBytes + Volatile.Read(ref _indexBytes);

    /// <summary>The branch, kept open until its <see cref="Branch.Exit"/>.</summary>
    public async Task<Branch> EnterAsync(NameRecord database, BranchName name, CancellationToken token)
    {
        var key = new OwnerKey(database.Uuid, name);
        while (true)
        {
            var (branch, isNew) = FindOrAdd(key);
            if (branch.TryEnter(database))
            {
                if (isNew)
                {
                    await MakeRoomForAsync(branch, token);
                }

                return branch;
            }

            await branch.Closed.WaitAsync(token);
            Forget(branch);
        }
    }

    /// <summary>
    /// The branch if it is open, kept so until its <see cref="Branch.Exit"/>, without counting as a use of it.
    /// </summary>
    public Branch? FindUnseen(OpenBranch open)
    {
        lock (_lock)
        {
            return _branches.TryGetValue(new(open.Database.Uuid, open.Branch), out var branch)
                && branch.TryEnterUnseen(open.Database)
                ? branch
                : null;
        }
    }

    /// <summary>Upkeep until cancelled: closes idle branches and keeps memory within its budget.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(Upkeep, services.Clock);
        while (await timer.WaitForNextTickAsync(token))
        {
            Volatile.Write(ref _indexBytes, All().Sum(branch => branch.IndexBytes));
            await CloseIdleAsync(token);
            await MakeRoomAsync(token);
            await RecoverOrphansAsync(token);
        }
    }

    /// <summary>The commit log is open again after a failure: recovers what it holds.</summary>
    public Task RecoverReopenedAsync(CancellationToken token)
    {
        services.Logger.LogReopened(services.Log.Recovered.Branches.Length);
        return RecoverAsync(token);
    }

    /// <summary>Takes over every branch of which the commit log has records that object storage may not have.</summary>
    public async Task RecoverAsync(CancellationToken token)
    {
        foreach (var damage in services.Log.Recovered.Damage)
        {
            services.Logger.LogDamaged(damage);
        }

        var permits = new Permits(services.Options.RecoveryParallelism);
        await Task.WhenAll(services.Log.Recovered.Branches.Select(async branch =>
        {
            using var permit = await permits.TakeAsync(token);
            await RecoverAsync(branch, token);
        }));
    }

    /// <summary>The commit log failed: every ownership with a record in it is over (protocol C11).</summary>
    public void End(LocalDiskException failure)
    {
        services.Logger.LogFailed(failure);
        foreach (var branch in All())
        {
            branch.Owned?.Ownership.End(failure);
        }
    }

    public async Task CloseAllAsync(CancellationToken token)
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        var permits = new Permits(services.Options.ShipParallelism);
        await Task.WhenAll(All().Select(async branch =>
        {
            using var permit = await permits.TakeAsync(CancellationToken.None);
            await branch.CloseAsync(token);
            Forget(branch);
        }));
    }

    /// <summary>Closes the branches of one database, whatever they are doing.</summary>
    public async Task CloseDatabaseAsync(DatabaseId database)
    {
        foreach (var branch in All().Where(branch => branch.Key.Database == database))
        {
            await branch.CloseAsync(CancellationToken.None);
            Forget(branch);
        }
    }

    public IReadOnlyList<OpenBranch> Owned() =>
        [.. from branch in All()
            where branch.Owned is { Ownership.IsOver: false }
            let database = branch.Database
            where database is not null
            select new OpenBranch(database, branch.Key.Branch)];

    /// <summary>The branch if it is open; it may close at any time.</summary>
    public Branch? Find(OwnerKey key)
    {
        lock (_lock)
        {
            return _branches.GetValueOrDefault(key);
        }
    }

    public EngineState State()
    {
        var branches = All();
        var owned = branches.Select(branch => branch.Owned).OfType<OwnedBranch>().ToArray();
        var queues = owned.Select(branch => branch.QueuedWrites).ToArray();
        var pending = owned.Select(branch => branch.Shipper.OldestPendingUnixMs).OfType<long>().ToArray();
        return new()
        {
            OpenBranches = branches.Length,
            OwnedBranches = owned.Length,
            QueuedWrites = queues.Sum(),
            DeepestQueue = queues.DefaultIfEmpty().Max(),
            BacklogBytes = services.Log.UnshippedBytes,
            BacklogBranches = pending.Length,
            BacklogAge = TimeSpan.FromMilliseconds(
                pending.Length == 0 ? 0 : Math.Max(0, services.NowUnixMs - pending.Min())),
            MemoryBytes = MemoryBytes,
            LeaseRemaining = services.Lease.Remaining,
        };
    }

    private Branch[] All()
    {
        lock (_lock)
        {
            return [.. _branches.Values];
        }
    }

    private (Branch Branch, bool IsNew) FindOrAdd(OwnerKey key)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                throw new BranchUnavailableException("this node is stopping");
            }

            if (_branches.TryGetValue(key, out var branch))
            {
                return (branch, false);
            }

            branch = new(services, reader, takeOver, key);
            _branches.Add(key, branch);
            return (branch, true);
        }
    }

    private void Forget(Branch branch)
    {
        lock (_lock)
        {
            if (_branches.TryGetValue(branch.Key, out var current) && current == branch)
            {
                _branches.Remove(branch.Key);
            }
        }
    }

    // Branches that lost their owner here, or could not be recovered before, while the log has commits of theirs.
    private async Task RecoverOrphansAsync(CancellationToken token)
    {
        foreach (var branch in All().Where(branch => branch.IsOrphaned))
        {
            if (branch.Database is { } database)
            {
                await TryOwnAsync(database, branch.Key.Branch, token);
            }
        }

        foreach (var deferred in services.Log.Recovered.Branches.Where(branch => IsDeferred(branch)))
        {
            await RecoverAsync(deferred, token);
        }
    }

    private bool IsDeferred(RecoveredBranch recovered)
    {
        if (services.Log.Unshipped(recovered.Branch).Count == 0)
        {
            return false;
        }

        lock (_lock)
        {
            return !_branches.TryGetValue(new(recovered.Database, recovered.Name.Branch), out var branch)
                || branch.Owned is not { Ownership.IsOver: false };
        }
    }

    private async Task TryOwnAsync(NameRecord database, BranchName name, CancellationToken token)
    {
        try
        {
            await OwnAsync(database, name, token);
        }
        catch (StorageException reason)
        {
            services.Logger.RecoveryDeferred(new(database.Name, name), reason);
        }
    }

    private async Task CloseIdleAsync(CancellationToken token)
    {
        foreach (var branch in All().Where(
            branch => services.Clock.GetElapsedTime(branch.LastUsed) > services.Options.IdleClose))
        {
            await TryCloseAsync(branch, token);
        }
    }

    private async Task MakeRoomAsync(CancellationToken token)
    {
        if (MemoryBytes <= services.Options.MemoryBytes * EvictionStart && Count() <= services.Options.OpenBranches)
        {
            return;
        }

        using var permit = await _eviction.TakeAsync(token);
        var byteTarget = services.Options.MemoryBytes * EvictionTarget;
        foreach (var branch in All().OrderBy(branch => branch.Owned is not null).ThenBy(branch => branch.LastUsed))
        {
            if (MemoryBytes <= byteTarget && Count() <= services.Options.OpenBranches)
            {
                return;
            }

            await TryCloseAsync(branch, token);
        }
    }

    private async Task MakeRoomForAsync(Branch branch, CancellationToken token)
    {
        try
        {
            await MakeRoomAsync(token);
        }
        catch
        {
            branch.Exit();
            throw;
        }
    }

    private int Count()
    {
        lock (_lock)
        {
            return _branches.Count;
        }
    }

    private async Task TryCloseAsync(Branch branch, CancellationToken token)
    {
        if (await branch.TryCloseAsync(token))
        {
            Forget(branch);
        }
    }

    // The take-over itself replays what continues the history and sets the rest aside.
    private async Task RecoverAsync(RecoveredBranch recovered, CancellationToken token)
    {
        try
        {
            var record = await services.Names.FindAsync(recovered.Name.Database, token);
            if (record?.Uuid != recovered.Database || !record.IsLive(services.NowUnixMs))
            {
                // The database was deleted: nobody will ask for it, and its tombstone keeps everybody out.
                services.Log.MarkShipped(recovered.Branch, new(ulong.MaxValue));
                return;
            }

            await OwnAsync(record, recovered.Name.Branch, token);
        }
        catch (StorageException reason)
        {
            // One branch must not keep the others from theirs; it is recovered before it is read or written again.
            services.Logger.RecoveryDeferred(recovered.Name, reason);
        }
    }

    private async Task OwnAsync(NameRecord database, BranchName name, CancellationToken token)
    {
        var branch = await EnterAsync(database, name, token);
        try
        {
            await branch.OwnAsync(database, token);
        }
        finally
        {
            branch.Exit();
        }
    }
}
