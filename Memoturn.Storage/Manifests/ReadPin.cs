using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>
/// A past point that a long read, such as an export, keeps restorable until <paramref name="TtlAtUnixMs"/>.
/// </summary>
public sealed record ReadPin(
    Nonce Id, [property: JsonPropertyName("txid")] TxId TxId, [property: JsonPropertyName("ttl_at")] long TtlAtUnixMs)
{
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
