using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Leases;

namespace Memoturn.Cluster;

/// <summary>
/// The lease store of nodes that live in one process: a lone node, or several hosts of a test. Leases run out by the
/// injected clock exactly as a coordinator's would.
/// </summary>
public sealed class InProcessLeaseTable(TimeProvider clock, TimeSpan ttl, Random random) : ILeaseStore
{
    // Guards everything below.
    private readonly Lock _lock = new();
    private readonly Dictionary<LeaseId, Holder> _leases = [];
    private readonly Dictionary<OwnerKey, OwnerRecord> _owners = [];
    private long _lastLease;
    private long _revision;

    // Revisions begin anew with every table, so that claims of different ones must not be compared by them.
    public string ClusterId { get; } = $"in-process-{random.NextNonce()}";

    public Task<LeaseGrant> GrantAsync(NodeName node, CancellationToken token)
    {
        lock (_lock)
        {
            var lease = new LeaseId(++_lastLease);
            _leases[lease] = new(node, Deadline());
            return Task.FromResult(new LeaseGrant(lease, ttl));
        }
    }

    public Task<bool> KeepAliveAsync(LeaseId lease, CancellationToken token)
    {
        lock (_lock)
        {
            var isHeld = IsHeld_NeedsLock(lease);
            if (isHeld)
            {
                _leases[lease] = _leases[lease] with { Deadline = Deadline() };
            }

            return Task.FromResult(isHeld);
        }
    }

    public Task<OwnerRecord> AcquireAsync(LeaseId lease, OwnerKey key, CancellationToken token)
    {
        lock (_lock)
        {
            if (FindOwner_NeedsLock(key) is { } holder)
            {
                return Task.FromResult(holder);
            }

            if (!IsHeld_NeedsLock(lease))
            {
                throw new BranchUnavailableException($"lease {lease.Value} has run out: {key} cannot be acquired");
            }

            var record = new OwnerRecord(_leases[lease].Node, lease, 0, ++_revision);
            _owners[key] = record;
            return Task.FromResult(record);
        }
    }

    public Task<OwnerRecord?> FindOwnerAsync(OwnerKey key, CancellationToken token)
    {
        lock (_lock)
        {
            return Task.FromResult(FindOwner_NeedsLock(key));
        }
    }

    public Task RecordEpochAsync(LeaseId lease, OwnerKey key, ulong epochNumber, CancellationToken token)
    {
        lock (_lock)
        {
            if (FindOwner_NeedsLock(key) is { } record && record.Lease == lease)
            {
                _owners[key] = record with { EpochNumber = epochNumber };
            }
        }

        return Task.CompletedTask;
    }

    public Task ReleaseAsync(LeaseId lease, OwnerKey key, CancellationToken token)
    {
        lock (_lock)
        {
            if (_owners.TryGetValue(key, out var record) && record.Lease == lease)
            {
                _owners.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    public Task RevokeAsync(LeaseId lease, CancellationToken token)
    {
        lock (_lock)
        {
            _leases.Remove(lease);
            foreach (var key in _owners.Where(owner => owner.Value.Lease == lease).Select(owner => owner.Key).ToArray())
            {
                _owners.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private OwnerRecord? FindOwner_NeedsLock(OwnerKey key)
    {
        if (!_owners.TryGetValue(key, out var record))
        {
            return null;
        }

        if (IsHeld_NeedsLock(record.Lease))
        {
            return record;
        }

        _owners.Remove(key);
        return null;
    }

    private bool IsHeld_NeedsLock(LeaseId lease) =>
        _leases.TryGetValue(lease, out var holder) && clock.GetTimestamp() < holder.Deadline;

    private long Deadline() => clock.GetTimestamp() + (long)(ttl.TotalSeconds * clock.TimestampFrequency);

    private sealed record Holder(NodeName Node, long Deadline);
}
