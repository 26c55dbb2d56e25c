namespace Memoturn.Storage.Leases;

/// <summary>Identity of one granted lease; a node that loses its lease gets another id with the next.</summary>
public readonly record struct LeaseId(long Value);
