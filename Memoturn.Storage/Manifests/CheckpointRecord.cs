using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>A named txid. It pins its history until it is dropped. Times are unix milliseconds.</summary>
public sealed record CheckpointRecord(
    [property: JsonPropertyName("txid")] TxId TxId,
    [property: JsonPropertyName("at")] long AtUnixMs,
    [property: JsonPropertyName("ttl_at")] long? TtlAtUnixMs = null)
{
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
