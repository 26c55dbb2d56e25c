using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Catalog;

/// <summary>What a database is created with.</summary>
public sealed record NameOptions
{
    public static readonly NameOptions Default = new();

    /// <summary>From this instant (unix milliseconds) on the database is deleted; null = never.</summary>
    public long? TtlAtUnixMs { get; init; }

    /// <summary>Floor of the durability of every write.</summary>
    public Durability Durability { get; init; }

    /// <summary>Preferred home of ownership.</summary>
    public string? Region { get; init; }

    /// <summary>Key all objects are encrypted under; null = none.</summary>
    public string? KeyRef { get; init; }
}
