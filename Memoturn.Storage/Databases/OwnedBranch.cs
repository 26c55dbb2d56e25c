namespace Memoturn.Storage.Databases;

/// <summary>
/// A branch this node owns: queue, writer, acknowledgements and shipper. Its loops run only while there is work; each
/// touches its own state alone, what they share is behind one lock.
/// </summary>
internal sealed class OwnedBranch : IDisposable
{
    private readonly BranchServices _services;
    private readonly BranchIdentity _branch;
    private readonly CommitWriter _writer;
    private volatile bool _isDurable;

    // Guards everything down to the blank line.
    private readonly Lock _lock = new();
    private readonly WriteQueue _queue;
    private readonly Queue<CommitRound> _rounds = new();
    private readonly List<TaskCompletionSource> _indexWaiters = [];
    private readonly Queue<HeadState> _unpublished = new();
    private Task _writeLoop = Task.CompletedTask;
    private Task _acknowledgeLoop = Task.CompletedTask;
    private bool _isWriting;
    private bool _isAcknowledging;
    private bool _isClosing;

    private TxId _acknowledged;
    private bool _isChainBroken;

    public OwnedBranch(
        BranchServices services, BranchIdentity branch, Ownership ownership, ResidentBranch resident, HistoryTip tip,
        Durability floor)
    {
        _services = services;
        _branch = branch;
        Ownership = ownership;
        Resident = resident;
        _acknowledged = tip.LastTxId;
        _isDurable = floor == Durability.Durable;
        _queue = new(services.Options.WriteQueueDepth);
        _writer = new(services, branch, ownership, resident.Pages, tip);
        Shipper = new(services, branch, ownership.Epoch, tip, new(Landed, Ended));
    }

    public BranchIdentity Identity => _branch;

    public Ownership Ownership { get; }

    public ResidentBranch Resident { get; }

    public Shipper Shipper { get; }

    /// <summary>True when nothing is queued, unacknowledged or unshipped.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_lock)
            {
                // What a fenced owner has pending is never shipped: closing sets it aside.
                return !_isWriting && !_isAcknowledging && (Ownership.Reason is FencedException || !Shipper.HasPending);
            }
        }
    }

    /// <summary>Takes no more writes: it is on its way out.</summary>
    public bool IsClosing
    {
        get
        {
            lock (_lock)
            {
                return _isClosing;
            }
        }
    }

    /// <summary>From now on readers see a version once its segment has landed (protocol C14).</summary>
    public void RequireDurable() => _isDurable = true;

    public int QueuedWrites
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Queues a write; false when the branch is closing here and must be opened anew.</summary>
    /// <exception cref="OverloadedException">The queue is full or shipping is too far behind.</exception>
    public bool TryEnqueue(PendingWrite write)
    {
        RequireFreshShipping();
        lock (_lock)
        {
            if (_isClosing || Ownership.IsOver)
            {
                return false;
            }

            _queue.Add(write);
            EnsureWriting_NeedsLock();
            return true;
        }
    }

    /// <summary>Builds the resident index in the writer's turn, so that it follows every later commit.</summary>
    public Task EnsureIndexAsync()
    {
        lock (_lock)
        {
            if (Resident.Head.Index is not null || _isClosing || Ownership.IsOver)
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _indexWaiters.Add(waiter);
            EnsureWriting_NeedsLock();
            return waiter.Task;
        }
    }

    /// <summary>Takes no more writes; ends when those taken are answered.</summary>
    public async Task DrainAsync()
    {
        Task writing;
        lock (_lock)
        {
            _isClosing = true;
            writing = _writeLoop;
        }

        await writing;
        Task acknowledging;
        lock (_lock)
        {
            acknowledging = _acknowledgeLoop;
        }

        await acknowledging;
    }

    public void Dispose() => Resident.Dispose();

    private void RequireFreshShipping()
    {
        if (Shipper.OldestPendingUnixMs is { } oldest
            && _services.NowUnixMs - oldest > _services.Options.BacklogAge.TotalMilliseconds)
        {
            _services.Instruments.Shed("backlog");
            throw new OverloadedException(
                $"commits of {_branch} wait for object storage since {_services.NowUnixMs - oldest} ms; retry later",
                TimeSpan.FromSeconds(1));
        }
    }

    private void EnsureWriting_NeedsLock()
    {
        if (!_isWriting)
        {
            _isWriting = true;
            using (ExecutionContext.SuppressFlow())
            {
                _writeLoop = WriteAsync();
            }
        }
    }

    private async Task WriteAsync()
    {
        await Task.Yield();
        while (true)
        {
            List<PendingWrite> writes;
            TaskCompletionSource[] indexWaiters;
            lock (_lock)
            {
                writes = _queue.Take(_services.Options.RoundSize);
                indexWaiters = [.. _indexWaiters];
                _indexWaiters.Clear();
                if (writes.Count == 0 && indexWaiters.Length == 0)
                {
                    _isWriting = false;
                    return;
                }
            }

            if (await PendingWrite.KeepAsync(() => RunAsync(writes, indexWaiters)) is { } failure)
            {
                // Not even the round could be made: nobody may wait for a writer that does not run.
                Ownership.End(failure);
                Refuse(writes, Unavailable(failure));
            }

            foreach (var waiter in indexWaiters)
            {
                waiter.TrySetResult();
            }
        }
    }

    private async Task RunAsync(List<PendingWrite> writes, TaskCompletionSource[] indexWaiters)
    {
        await BuildIndexAsync(indexWaiters);
        if (writes.Count > 0)
        {
            Acknowledge(await _writer.RunAsync(writes));
        }
    }

    private async Task BuildIndexAsync(TaskCompletionSource[] waiters)
    {
        if (waiters.Length == 0)
        {
            return;
        }

        try
        {
            var (index, txid) = await _writer.BuildIndexAsync();
            Resident.Adopt(index, txid);
        }
        catch (StorageException)
        {
            // Recall answers from rows then; the next one asks again.
        }
    }

    private void Acknowledge(CommitRound round)
    {
        lock (_lock)
        {
            _rounds.Enqueue(round);
            if (_isAcknowledging)
            {
                return;
            }

            _isAcknowledging = true;
        }

        // Runs here as far as the first record that is not on disk yet; the caller, the write loop, ends after that.
        _acknowledgeLoop = AcknowledgeAsync();
    }

    private async Task AcknowledgeAsync()
    {
        while (true)
        {
            CommitRound? round;
            lock (_lock)
            {
                if (!_rounds.TryDequeue(out round))
                {
                    _isAcknowledging = false;
                    return;
                }
            }

            try
            {
                await AcknowledgeAsync(round);
            }
            catch (StorageException refusal)
            {
                Refuse(round.Writes, refusal);
            }
        }
    }

    private async Task AcknowledgeAsync(CommitRound round)
    {
        if (round.Refusal is not null)
        {
            Refuse(round.Writes, round.Refusal);
            return;
        }

        if (await PendingWrite.KeepAsync(() => round.Logged) is { } failure)
        {
            // The record may be on disk or not: the branch is taken anew and the log then says which (protocol C11).
            _isChainBroken = true;
            Ownership.End(failure);
            throw failure as StorageException ?? Unavailable(failure);
        }

        if (_isChainBroken && round.Commit is not null)
        {
            throw new BranchUnavailableException($"{_branch}: an earlier commit is not known to be on disk");
        }

        if (round.Commit is { } commit)
        {
            _acknowledged = commit.TxId;
            Publish(new(new(commit.TxId, Ownership.Epoch), commit.AtUnixMs, round.Index));
            Shipper.Add(commit);
        }

        Ownership.RequireWritable();
        _services.Instruments.Committed(round.Writes.Count);
        var position = new BranchPosition(_acknowledged, Ownership.Epoch);
        foreach (var write in round.Writes)
        {
            write.Complete(position);
        }
    }

    // Where the level is durable, readers see a version once its segment has landed (protocol C14).
    private void Publish(HeadState head)
    {
        if (!_isDurable)
        {
            Resident.Advance(head);
            return;
        }

        lock (_lock)
        {
            _unpublished.Enqueue(head);
        }
    }

    private void Landed(HistoryTip tip)
    {
        Ownership.Confirm(tip.Ceiling);
        _services.Log.MarkShipped(_branch.Id, tip.LastTxId);
        while (NextLanded(tip.LastTxId) is { } head)
        {
            Resident.Advance(head);
        }
    }

    private HeadState? NextLanded(TxId upTo)
    {
        lock (_lock)
        {
            return _unpublished.TryPeek(out var next) && next.Position.TxId <= upTo ? _unpublished.Dequeue() : null;
        }
    }

    private void Ended(Exception reason)
    {
        if (Ownership.End(reason) && reason is FencedException fenced)
        {
            _services.Instruments.Fenced();
            _services.Logger.Fenced(_branch.Spec, fenced.Found.Number);
        }
    }

    private BranchUnavailableException Unavailable(Exception failure) =>
        new($"{_branch} cannot be written here: {failure.Message}", failure);

    private static void Refuse(IReadOnlyList<PendingWrite> writes, Exception reason)
    {
        foreach (var write in writes)
        {
            write.Refuse(reason);
        }
    }
}
