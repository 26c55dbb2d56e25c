namespace Memoturn.Storage.Catalog;

/// <summary>Outcome of a change of a namespace.</summary>
/// <param name="Record">The record that is stored now.</param>
/// <param name="IsCreated">True when the namespace had none before.</param>
public sealed record NamespaceChange(NamespaceRecord Record, bool IsCreated);
