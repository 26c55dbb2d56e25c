using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Manifests;

/// <summary>An object pinned before a commit refers to it (protocol D18).</summary>
/// <param name="TxId">
/// The commit that will refer to it; the entry goes when that txid is folded or known to be no part of the history.
/// </param>
/// <param name="Hash">XxHash128 of the object.</param>
public sealed record HeldObject(ObjectKey Key, [property: JsonPropertyName("txid")] TxId TxId, UInt128 Hash)
{
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
