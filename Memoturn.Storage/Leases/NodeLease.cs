using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Leases;

/// <summary>
/// This node's lease and its deadline. The deadline runs from the moment the renewal was sent, on a clock that counts
/// suspended time, and ends early by a margin, so that this node stops acknowledging before anybody else may own.
/// </summary>
public sealed class NodeLease(ILeaseStore store, NodeName node, LeaseOptions options, TimeProvider clock)
{
    // Guards the two fields below; read on every acknowledgement.
    private readonly Lock _lock = new();
    private readonly Permits _granting = new(1);
    private LeaseId? _id;
    private long _deadline;

    /// <summary>The lease held now; null when it was lost or has run out.</summary>
    public LeaseId? Current
    {
        get
        {
            lock (_lock)
            {
                return _id is not null && clock.GetTimestamp() < _deadline ? _id : null;
            }
        }
    }

    /// <summary>Time until the deadline; zero when no lease is held.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_lock)
            {
                var ticks = _id is null ? 0 : Math.Max(0, _deadline - clock.GetTimestamp());
                return TimeSpan.FromSeconds((double)ticks / clock.TimestampFrequency);
            }
        }
    }

    /// <summary>True while <paramref name="lease"/> is held and its deadline lies ahead.</summary>
    public bool IsHeld(LeaseId lease) => Current == lease;

    /// <summary>The lease held, or a new one.</summary>
    public async Task<LeaseId> EnsureAsync(CancellationToken token)
    {
        if (Current is { } held)
        {
            return held;
        }

        using var permit = await _granting.TakeAsync(token);
        if (Current is { } granted)
        {
            return granted;
        }

        var sent = clock.GetTimestamp();
        var grant = await store.GrantAsync(node, token);
        Extend(grant.Id, grant.Ttl, sent);
        return Current ?? throw new BranchUnavailableException($"lease of {node} ran out before it could be used");
    }

    /// <summary>
    /// Renews every third of the time to live until cancelled; a lost lease is replaced by a new one.
    /// </summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var timer = new PeriodicTimer(options.Ttl / 3, clock);
        while (await timer.WaitForNextTickAsync(token))
        {
            try
            {
                await RenewAsync(token);
            }
            catch (BranchUnavailableException)
            {
                // The deadline keeps running; the next beat tries again.
            }
        }
    }

    /// <summary>Ends the lease, so that its branches are free at once.</summary>
    public async Task RevokeAsync(CancellationToken token)
    {
        LeaseId? id;
        lock (_lock)
        {
            id = _id;
            _id = null;
        }

        if (id is { } lease)
        {
            await store.RevokeAsync(lease, token);
        }
    }

    private async Task RenewAsync(CancellationToken token)
    {
        if (Current is not { } lease)
        {
            await EnsureAsync(token);
            return;
        }

        var sent = clock.GetTimestamp();
        if (await store.KeepAliveAsync(lease, token))
        {
            Extend(lease, options.Ttl, sent);
            return;
        }

        lock (_lock)
        {
            _id = null;
        }

        await EnsureAsync(token);
    }

    private void Extend(LeaseId lease, TimeSpan ttl, long sentAt)
    {
        var usable = ttl - options.Margin;
        lock (_lock)
        {
            _id = lease;
            _deadline = sentAt + (long)(usable.TotalSeconds * clock.TimestampFrequency);
        }
    }
}
