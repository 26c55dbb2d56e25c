namespace Memoturn.Storage.Catalog;

/// <summary>Outcome of a creation.</summary>
/// <param name="Record">The record that is stored now.</param>
/// <param name="IsCreated">False when a live database had the name already.</param>
public sealed record NameCreation(NameRecord Record, bool IsCreated);
