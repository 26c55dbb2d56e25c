using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>Where a branch was forked from.</summary>
public sealed record BranchParent(BranchId BranchId, TxId ForkTxid)
{
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
