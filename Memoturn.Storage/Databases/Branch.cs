using Memoturn.Storage.Catalog;
using Memoturn.Storage.Leases;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Recall;

namespace Memoturn.Storage.Databases;

/// <summary>
/// One open branch of this node: owned, or a copy for reading. Moves between the two, and closing, happen one at a
/// time;
/// reads and writes of an open branch never wait for them.
/// </summary>
internal sealed class Branch(BranchServices services, HistoryReader reader, TakeOver takeOver, OwnerKey key)
{
    private static readonly TimeSpan FloorPoll = TimeSpan.FromMilliseconds(5);

    private readonly Permits _transition = new(1);
    private readonly Lazy<Permits> _reads = new(() => new(services.Options.ReadsPerBranch));
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards the fields down to the blank line.
    private readonly Lock _lock = new();
    private int _users;
    private bool _isClosing;
    private long _lastUsed;
    private OwnedBranch? _owned;
    private BranchId? _lastOwned;
    private BranchCopy? _copy;

    public OwnerKey Key { get; } = key;

    /// <summary>What keeps one branch's reads from taking every connection of the node.</summary>
    public Permits Reads => _reads.Value;

    /// <summary>Ends when the branch is closed and may be opened anew.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The name record it was used with last.</summary>
    public NameRecord? Database { get; private set; }

    /// <summary>No longer owned here, while the log has commits of it that object storage may not have.</summary>
    public bool IsOrphaned =>
        Owned is not { Ownership.IsOver: false }
        && LastOwned is { } id
        && services.Log.Unshipped(id).Count > 0;

    public long LastUsed => Volatile.Read(ref _lastUsed);

    public OwnedBranch? Owned => Volatile.Read(ref _owned);

    public long Bytes => Owned?.Resident.Bytes ?? Volatile.Read(ref _copy)?.Resident.Bytes ?? 0;

    public long IndexBytes => (Owned?.Resident ?? Volatile.Read(ref _copy)?.Resident)?.Head.Index?.ResidentBytes ?? 0;

    /// <summary>
    /// Keeps the branch from being closed until <see cref="Exit"/>; false when it is closing already.
    /// </summary>
    public bool TryEnter(NameRecord database) => TryEnter(database, isUse: true);

    /// <summary>As above, for a look that is no use of the branch: an idle one stays idle.</summary>
    public bool TryEnterUnseen(NameRecord database) => TryEnter(database, isUse: false);

    public void Exit()
    {
        lock (_lock)
        {
            _users--;
        }
    }

    /// <summary>Makes this node the owner unless it is already.</summary>
    public async Task<OwnedBranch> OwnAsync(NameRecord database, CancellationToken token)
    {
        if (Owned is { Ownership.IsOver: false, IsClosing: false } open)
        {
            return open;
        }

        using var permit = await _transition.TakeAsync(token);
        if (Owned is { Ownership.IsOver: false, IsClosing: false } opened)
        {
            return opened;
        }

        RequireOpen();

        await DropOwnedAsync(CancellationToken.None);
        var started = services.Clock.GetTimestamp();
        var owned = await takeOver.RunAsync(database, Key.Branch, token);
        services.Instruments.Woken(services.Clock.GetElapsedTime(started), "owned");
        lock (_lock)
        {
            _owned = owned;
            _lastOwned = owned.Identity.Id;
            _copy?.Resident.Dispose();
            _copy = null;
        }

        return owned;
    }

    /// <summary>Pins the newest state that satisfies the floor.</summary>
    public async Task<PinnedRead> PinAsync(NameRecord database, ReadFloor floor, CancellationToken token)
    {
        var deadline = services.Clock.GetTimestamp()
            + (long)(services.Options.MinTxIdWait.TotalSeconds * services.Clock.TimestampFrequency);
        while (true)
        {
            var mustOwn = floor.Consistency == Consistency.Primary || IsOrphaned || services.Log.IsUnrecovered(Key);
            var owned = mustOwn ? await OwnAsync(database, token) : Owned;
            if (owned is { Ownership.IsOver: true })
            {
                if (mustOwn || IsOrphaned)
                {
                    token.ThrowIfCancellationRequested();
                    await Task.Delay(FloorPoll, services.Clock, token);
                    continue;
                }

                owned = null;
            }

            var tip = owned?.Shipper.Tip;
            var resident = owned?.Resident;
            if (resident is null)
            {
                var copy = await EnsureCopyAsync(database, isFresh: false, token);
                (resident, tip) = (copy.Resident, copy.Tip);
            }

            var head = resident.Head;
            if (floor.MinTxId is not { } min || (head.Position.TxId >= min && tip?.IsLost(min) != true))
            {
                if (resident.TryPin() is { } pin)
                {
                    return Confirmed(pin, floor.Consistency == Consistency.Primary ? owned?.Ownership : null);
                }

                continue;
            }

            RequireReachable(min, head, tip, deadline);
            await Task.Delay(FloorPoll, services.Clock, token);
            if (owned is null)
            {
                await EnsureCopyAsync(database, isFresh: true, token);
            }
        }
    }

    /// <summary>Builds the resident index of the head when it has none.</summary>
    public async Task EnsureIndexAsync(NameRecord database, CancellationToken token)
    {
        if (Owned is { Ownership.IsOver: false } owned)
        {
            await owned.EnsureIndexAsync();
            return;
        }

        var copy = await EnsureCopyAsync(database, isFresh: false, token);
        using var permit = await _transition.TakeAsync(token);
        if (copy.Resident.Head.Index is not null || Volatile.Read(ref _copy) != copy)
        {
            return;
        }

        using var pin = copy.Resident.TryPin();
        if (pin is null)
        {
            return;
        }

        var connection = await services.Connections.RentReaderAsync(pin.Table, token);
        try
        {
            copy.Resident.Adopt(RecallIndex.Build(connection, pin.Head.Position.TxId), pin.Head.Position.TxId);
        }
        finally
        {
            services.Connections.Return(connection);
        }
    }

    /// <summary>
    /// Closes the branch, ending its epoch cleanly; false when it is in use or has work that is not in object storage.
    /// </summary>
    public async Task<bool> TryCloseAsync(CancellationToken token)
    {
        if (IsInUse)
        {
            return false;
        }

        using var permit = await _transition.TakeAsync(token);
        lock (_lock)
        {
            if (_isClosing || _users > 0 || _owned is { IsQuiet: false })
            {
                return false;
            }

            _isClosing = true;
        }

        await ReleaseAsync(token);
        return true;
    }

    /// <summary>
    /// Closes the branch whatever it is doing: takes no more requests, ships what it has while the token allows, ends.
    /// </summary>
    public async Task CloseAsync(CancellationToken token)
    {
        lock (_lock)
        {
            _isClosing = true;
        }

        using var permit = await _transition.TakeAsync(CancellationToken.None);
        if (!_closed.Task.IsCompleted)
        {
            await ReleaseAsync(token);
        }
    }

    private bool TryEnter(NameRecord database, bool isUse)
    {
        lock (_lock)
        {
            if (_isClosing)
            {
                return false;
            }

            _users++;
            Database = database;
            _lastUsed = isUse || _lastUsed == 0 ? services.Clock.GetTimestamp() : _lastUsed;
            return true;
        }
    }

    private async Task ReleaseAsync(CancellationToken token)
    {
        try
        {
            await DropOwnedAsync(token);
            lock (_lock)
            {
                _copy?.Resident.Dispose();
                _copy = null;
            }
        }
        finally
        {
            _closed.TrySetResult();
        }
    }

    private void RequireOpen()
    {
        lock (_lock)
        {
            if (_isClosing)
            {
                throw new BranchUnavailableException($"{Key} is closed on this node");
            }
        }
    }

    private bool IsInUse
    {
        get
        {
            lock (_lock)
            {
                return _isClosing || _users > 0;
            }
        }
    }

    private BranchId? LastOwned
    {
        get
        {
            lock (_lock)
            {
                return _lastOwned;
            }
        }
    }

    // Ends the ownership held here, cleanly where it is still valid: everything shipped, then the final segment.
    private async Task DropOwnedAsync(CancellationToken token)
    {
        if (Owned is not { } owned)
        {
            return;
        }

        await owned.DrainAsync();
        if (!owned.Ownership.IsOver)
        {
            await FinishAsync(owned, token);
        }

        await owned.Shipper.StopAsync();
        await SetAsideFencedAsync(owned);
        owned.Ownership.End(new BranchUnavailableException($"{Key} is closed on this node"));
        lock (_lock)
        {
            _owned = null;
        }

        owned.Dispose();
        await GiveBackAsync(owned.Ownership.Lease);
    }

    private async Task GiveBackAsync(LeaseId lease)
    {
        try
        {
            await services.Leases.ReleaseAsync(lease, Key, CancellationToken.None);
        }
        catch (BranchUnavailableException)
        {
            // The key goes with the lease.
        }
    }

    // Another epoch's history goes on without what this one had not shipped.
    private async Task SetAsideFencedAsync(OwnedBranch owned)
    {
        if (owned.Ownership.Reason is not FencedException
            || services.Log.Unshipped(owned.Identity.Id) is not { Count: > 0 } lost)
        {
            return;
        }

        services.Instruments.SetAside(lost.Count);
        services.Logger.SetAside(owned.Identity.Spec, lost.Count, lost[0].TxId, lost[^1].TxId);
        await services.Log.SetAsideAsync(owned.Identity.Id, lost, CancellationToken.None);
    }

    private async Task FinishAsync(OwnedBranch owned, CancellationToken token)
    {
        try
        {
            await owned.Shipper.FinishAsync(token);
        }
        catch (Exception exception) when (exception is StorageException or OperationCanceledException)
        {
            // What is not in object storage stays in the commit log; the next owner skips the numbers this one may have
            // used.
            services.Logger.ClosedUnshipped(owned.Identity.Spec, exception);
        }
    }

    private async Task<BranchCopy> EnsureCopyAsync(NameRecord database, bool isFresh, CancellationToken token)
    {
        if (Volatile.Read(ref _copy) is { } known && !isFresh && !IsOld(known))
        {
            return known;
        }

        using var permit = await _transition.TakeAsync(token);
        RequireOpen();
        var current = Volatile.Read(ref _copy);
        if (current is not null && !isFresh && !IsOld(current))
        {
            return current;
        }

        var stored = await services.Manifests.FindAsync(Key.Database, Key.Branch, token);
        var copy = current is not null && await IsCurrentAsync(current, stored, token)
            ? current with { CheckedAt = services.Clock.GetTimestamp() }
            : await LoadAsync(database, stored, token);
        lock (_lock)
        {
            if (copy.Resident != current?.Resident)
            {
                current?.Resident.Dispose();
            }

            _copy = copy;
        }

        return copy;
    }

    private bool IsOld(BranchCopy copy) => services.Clock.GetElapsedTime(copy.CheckedAt) > services.Options.CopyMaxAge;

    private async Task<bool> IsCurrentAsync(BranchCopy copy, StoredManifest? stored, CancellationToken token) =>
        copy.Manifest == stored?.ETag
        && (stored is null || await reader.FindTailAsync(stored.Manifest, copy.Tip.Seq + 1, token) is null);

    private async Task<BranchCopy> LoadAsync(NameRecord database, StoredManifest? stored, CancellationToken token)
    {
        var started = services.Clock.GetTimestamp();
        var pageSize = TemplateSet.PageSizeOf(database.Name);
        if (stored is null)
        {
            var empty = new HeadState(new(TxId.Zero, Epoch.None), 0, null);
            services.Instruments.Woken(services.Clock.GetElapsedTime(started), "empty");
            return new(new(services.Templates.Fork(pageSize), empty), HistoryTip.Empty, null, started);
        }

        using var restored = await reader.ReadAsync(stored.Manifest, pageSize, token);
        var tip = restored.Tip;
        var pages = tip.LastTxId == TxId.Zero
            ? services.Templates.Fork(pageSize)
            : new BranchPages(services.Memory, restored.Pages.Build(tip.LastTxId), new());
        var head = new HeadState(new(tip.LastTxId, stored.Manifest.CurrentEpoch()), tip.LastAtUnixMs, null);
        services.Instruments.Woken(services.Clock.GetElapsedTime(started), "restored");
        return new(new(pages, head), tip, stored.ETag, started);
    }

    private static PinnedRead Confirmed(PinnedHead pin, Ownership? primary)
    {
        try
        {
            primary?.RequireWritable();
            return new(pin, primary);
        }
        catch (StorageException)
        {
            pin.Dispose();
            throw;
        }
    }

    private void RequireReachable(TxId min, HeadState head, HistoryTip? tip, long deadline)
    {
        var (served, epoch) = (head.Position.TxId, head.Position.Epoch);
        if (tip?.IsLost(min) == true)
        {
            throw new TxidNotReachedException($"txid {min} was lost in a failover; head is {served}", served, epoch);
        }

        if (services.Clock.GetTimestamp() >= deadline)
        {
            throw new TxidNotReachedException($"txid {min} not reached; this node has {served}", served, epoch);
        }
    }
}
