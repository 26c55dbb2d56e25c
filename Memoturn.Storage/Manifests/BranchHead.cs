using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>A txid and the time of its commit, unix milliseconds.</summary>
public sealed record BranchHead(
    [property: JsonPropertyName("txid")] TxId TxId, [property: JsonPropertyName("at")] long AtUnixMs)
{
    public static readonly BranchHead Empty = new(TxId.Zero, 0);

    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
