using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Catalog;

/// <summary>What profiles created later in the namespace begin with, unless their creation says otherwise.</summary>
/// <param name="TtlSeconds">Life of the profile from its creation on; null = no end.</param>
public sealed record NamespaceDefaults(
    [property: JsonPropertyName("ttl")] long? TtlSeconds = null, Durability? Durability = null, string? Region = null)
{
    public static readonly NamespaceDefaults None = new();

    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
