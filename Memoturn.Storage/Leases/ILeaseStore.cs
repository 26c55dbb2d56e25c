namespace Memoturn.Storage.Leases;

/// <summary>
/// Decides who should write: one lease a node, and owner keys that live as long as it. Who can write is decided by the
/// epoch fence in object storage alone. Throws <see cref="BranchUnavailableException"/> when it does not answer.
/// </summary>
/// <remarks>Implementations pass the same conformance suite (LeaseStoreContract).</remarks>
public interface ILeaseStore
{
    /// <summary>
    /// Names the lease store itself: claims of one cluster are ordered by their revisions, claims of different ones are
    /// not.
    /// </summary>
    string ClusterId { get; }

    /// <summary>
    /// A new lease for the node; an older one of the same node lives on until it runs out or is revoked.
    /// </summary>
    Task<LeaseGrant> GrantAsync(NodeName node, CancellationToken token);

    /// <summary>Renews the lease; false when it is gone, with every key it held.</summary>
    Task<bool> KeepAliveAsync(LeaseId lease, CancellationToken token);

    /// <summary>Takes the key for the lease if nobody holds it; returns the holder that is then recorded.</summary>
    Task<OwnerRecord> AcquireAsync(LeaseId lease, OwnerKey key, CancellationToken token);

    /// <summary>The recorded holder, by a linearizable read; null when nobody holds the key.</summary>
    Task<OwnerRecord?> FindOwnerAsync(OwnerKey key, CancellationToken token);

    /// <summary>
    /// Writes the epoch into the lease's own record; does nothing when the lease no longer holds the key.
    /// </summary>
    Task RecordEpochAsync(LeaseId lease, OwnerKey key, ulong epochNumber, CancellationToken token);

    /// <summary>Gives the key back; does nothing when the lease does not hold it.</summary>
    Task ReleaseAsync(LeaseId lease, OwnerKey key, CancellationToken token);

    /// <summary>Ends the lease and gives back every key it holds.</summary>
    Task RevokeAsync(LeaseId lease, CancellationToken token);
}
