namespace Memoturn.Storage.Leases;

/// <summary>Who owns a branch.</summary>
/// <param name="EpochNumber">0 until the owner's claim is in the manifest.</param>
/// <param name="Revision">Grows with every change of any owner; a later acquisition has a higher one.</param>
public sealed record OwnerRecord(NodeName Node, LeaseId Lease, ulong EpochNumber, long Revision);
