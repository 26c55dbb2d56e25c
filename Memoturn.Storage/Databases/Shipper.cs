using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>
/// Puts the commits of one owned branch into object storage, in order, one segment at a time. A loop runs only while
/// there is something to ship; a failed put is tried again with the same sealed bytes, forever, with growing pauses.
/// </summary>
internal sealed class Shipper(
    BranchServices services, BranchIdentity branch, Epoch epoch, HistoryTip start, ShipEvents events)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(50);

    private readonly TailStore _tails = new(services.Store);

    // Guards everything down to the blank line.
    private readonly Lock _lock = new();
    private readonly Queue<CapturedCommit> _pending = new();
    private readonly List<ShipWaiter> _waiters = [];
    private CancellationTokenSource? _pause;
    private Task _loop = Task.CompletedTask;
    private bool _isRunning;
    private bool _isUrgent;
    private bool _isStopped;
    private Exception? _end;
    private long _pendingBytes;
    private long _lastShip;

    private HistoryTip _tip = start;
    private SealedSegment? _sealed;
    private int _failures;

    /// <summary>The history as this owner knows it to be in object storage.</summary>
    public HistoryTip Tip => Volatile.Read(ref _tip);

    /// <summary>True while commits wait to be shipped.</summary>
    public bool HasPending
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count > 0 || _isRunning;
            }
        }
    }

    /// <summary>Time of the oldest commit that is not in object storage; null when all are.</summary>
    public long? OldestPendingUnixMs
    {
        get
        {
            lock (_lock)
            {
                return _pending.TryPeek(out var oldest) ? oldest.AtUnixMs : null;
            }
        }
    }

    /// <summary>Takes the next commit; its record is on this node's disk already.</summary>
    public void Add(CapturedCommit commit)
    {
        lock (_lock)
        {
            _pending.Enqueue(commit);
            _pendingBytes += commit.StoredBytes;
            if (_pendingBytes >= services.Options.ShipBytes && _failures == 0)
            {
                Hurry_NeedsLock();
            }

            EnsureRunning_NeedsLock();
        }
    }

    /// <summary>Ends once everything up to <paramref name="txid"/> is in object storage; ships at once.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The next attempt failed; the commits stay pending and are tried again.
    /// </exception>
    /// <exception cref="FencedException">Another epoch owns the branch.</exception>
    public Task WhenShippedAsync(TxId txid)
    {
        lock (_lock)
        {
            if ((_pending.Count == 0 && !_isRunning) || Tip.LastTxId >= txid)
            {
                return Task.CompletedTask;
            }

            if (_isStopped)
            {
                return Task.FromException(_end ?? new BranchUnavailableException($"{branch} is closed on this node"));
            }

            var waiter = new ShipWaiter(txid);
            _waiters.Add(waiter);
            Hurry_NeedsLock();
            EnsureRunning_NeedsLock();
            return waiter.Task;
        }
    }

    /// <summary>Ends the epoch cleanly: everything is shipped and nothing more will be (protocol A5).</summary>
    public async Task FinishAsync(CancellationToken token)
    {
        await WhenShippedAsync(new(ulong.MaxValue)).WaitAsync(token);
        await PutAsync(Seal(SegmentKind.Final, []), token);
    }

    /// <summary>Stops trying; what is pending stays in the commit log.</summary>
    public async Task StopAsync()
    {
        Task loop;
        lock (_lock)
        {
            _isStopped = true;
            Hurry_NeedsLock();
            loop = _loop;
        }

        await loop;
    }

    private void EnsureRunning_NeedsLock()
    {
        if (_isRunning || _isStopped)
        {
            return;
        }

        _isRunning = true;
        using (ExecutionContext.SuppressFlow())
        {
            _loop = RunToEndAsync();
        }
    }

    private void Hurry_NeedsLock()
    {
        _isUrgent = true;
        _pause?.Cancel();
    }

    // Whatever ends the loop ends the ownership: nobody may wait for a shipper that does not run.
    private async Task RunToEndAsync()
    {
        if (await PendingWrite.KeepAsync(RunAsync) is { } failure)
        {
            End(failure);
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (true)
        {
            await PauseAsync(UntilNextShip());
            if (NextSegment() is not { } segment)
            {
                return;
            }

            try
            {
                using var permit = await services.Ships.TakeAsync(CancellationToken.None);
                await PutAsync(segment, CancellationToken.None);
                _failures = 0;
            }
            catch (StoreUnavailableException exception)
            {
                Release(TxId.Zero, exception);
                if (_failures == 0)
                {
                    services.Logger.ShipFailed(branch.Spec, exception);
                }

                await PauseAsync(BackOff(_failures++));
            }
        }
    }

    // The sealed segment, or a new one with everything pending; null ends the loop.
    private SealedSegment? NextSegment()
    {
        lock (_lock)
        {
            if (_isStopped || (_sealed is null && _pending.Count == 0))
            {
                _isRunning = false;
                ReleaseAll_NeedsLock();
                return null;
            }

            _isUrgent = false;
            return _sealed ??= Seal(SegmentKind.Data, Batch_NeedsLock());
        }
    }

    private CapturedCommit[] Batch_NeedsLock()
    {
        var bytes = 0L;
        return _pending.TakeWhile((commit, index) =>
        {
            bytes += commit.StoredBytes;
            return index == 0 || bytes <= services.Options.SegmentBytes;
        }).ToArray();
    }

    private SealedSegment Seal(SegmentKind kind, CapturedCommit[] commits) => SealedSegment.Of(new()
    {
        Database = branch.Database,
        Origin = branch.Id,
        Seq = _tip.Seq + 1,
        Previous = _tip.Hash,
        Kind = kind,
        Hi = _tip.LastTxId,
        Epoch = epoch,
        Nonce = services.Random.NextNonce(),
        MinTxId = commits.Length > 0 ? commits[0].TxId : TxId.Zero,
        MaxTxId = commits.Length > 0 ? commits[^1].TxId : TxId.Zero,
        PageSize = branch.PageSize,
        PageCount = commits.Length > 0 ? commits[^1].PageCount : 0,
        Commits = [.. commits],
    });

    private async Task PutAsync(SealedSegment segment, CancellationToken token)
    {
        services.FailPoints?.Reach(FailPoints.ShipPut);
        var tip = _tip.Append(segment.Content, segment.Hash, segment.Key);
        var started = services.Clock.GetTimestamp();
        StoredSegment? foreign;
        try
        {
            foreign = await _tails.PutAsync(segment, token);
        }
        catch (StoreUnavailableException)
        {
            services.Instruments.ShipFailed(services.Clock.GetElapsedTime(started));
            throw;
        }

        if (foreign is not null)
        {
            throw new FencedException(foreign.Segment.Epoch, epoch);
        }

        services.Instruments.Shipped(services.Clock.GetElapsedTime(started), segment.Bytes.Length);
        Volatile.Write(ref _tip, tip);
        lock (_lock)
        {
            foreach (var commit in segment.Content.Commits)
            {
                _pending.Dequeue();
                _pendingBytes -= commit.StoredBytes;
            }

            _sealed = null;
            _lastShip = services.Clock.GetTimestamp();
        }

        events.Landed(tip);
        Release(tip.LastTxId, null);
    }

    private void End(Exception exception)
    {
        events.Ended(exception);
        lock (_lock)
        {
            _isRunning = false;
            _isStopped = true;
            _end = exception;
        }

        Release(TxId.Zero, exception);
    }

    // Answers the waiters whose commits landed, or all of them with a failure.
    private void Release(TxId upTo, Exception? failure)
    {
        lock (_lock)
        {
            foreach (var waiter in _waiters)
            {
                if (failure is not null)
                {
                    waiter.Fail(failure);
                }
                else if (waiter.TxId <= upTo)
                {
                    waiter.Succeed();
                }
            }

            _waiters.RemoveAll(waiter => waiter.Task.IsCompleted);
        }
    }

    private void ReleaseAll_NeedsLock()
    {
        foreach (var waiter in _waiters)
        {
            if (_pending.Count == 0)
            {
                waiter.Succeed();
            }
            else
            {
                waiter.Fail(new BranchUnavailableException($"{branch} is closed on this node"));
            }
        }

        _waiters.Clear();
    }

    private TimeSpan UntilNextShip()
    {
        lock (_lock)
        {
            var sinceLast = _lastShip == 0 ? TimeSpan.MaxValue : services.Clock.GetElapsedTime(_lastShip);
            return _isUrgent || sinceLast >= services.Options.ShipInterval
                ? TimeSpan.Zero
                : services.Options.ShipInterval - sinceLast;
        }
    }

    private TimeSpan BackOff(int failures)
    {
        var longest = Math.Min(
            services.Options.ShipBackOff.TotalMilliseconds,
            FirstBackOff.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 20)));
        return TimeSpan.FromMilliseconds(longest * (0.5 + (services.Random.NextDouble() / 2)));
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var cancellation = new CancellationTokenSource();
        lock (_lock)
        {
            if (_isUrgent || _isStopped)
            {
                return;
            }

            _pause = cancellation;
        }

        // Hurry cancels the pause; that is no error.
        await Task.Delay(pause, services.Clock, cancellation.Token).ConfigureAwait(
            ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _pause = null;
        }
    }
}
