using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// What the catalogue knows of a database: the record at <c>v1/_names/{name}</c> (docs/formats/names.md). Times are
/// unix milliseconds.
/// </summary>
public sealed record NameRecord
{
    public required DatabaseName Name { get; init; }

    public required DatabaseId Uuid { get; init; }

    [JsonPropertyName("created_at")]
    public required long CreatedAtUnixMs { get; init; }

    public NameState State { get; init; }

    /// <summary>
    /// When the name was deleted last; tokens issued before are revoked. Survives re-creation of the name.
    /// </summary>
    [JsonPropertyName("deleted_at")]
    public long? DeletedAtUnixMs { get; init; }

    /// <summary>From this instant on the database is deleted, whoever looks.</summary>
    [JsonPropertyName("ttl_at")]
    public long? TtlAtUnixMs { get; init; }

    /// <summary>Floor of the durability of every write.</summary>
    public Durability Durability { get; init; }

    /// <summary>Preferred home of ownership; never a reason to fail.</summary>
    public string? Region { get; init; }

    /// <summary>Key all objects of the database are encrypted under, fixed for its life; null = none.</summary>
    public string? KeyRef { get; init; }

    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>True while requests may reach the database.</summary>
    public bool IsLive(long nowUnixMs) => State == NameState.Active && !(TtlAtUnixMs <= nowUnixMs);
}
