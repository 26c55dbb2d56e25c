namespace Memoturn.Storage.Leases;

/// <summary>A lease as granted.</summary>
/// <param name="Ttl">How long it lives from the moment the grant or its last keep-alive was sent.</param>
public readonly record struct LeaseGrant(LeaseId Id, TimeSpan Ttl);
