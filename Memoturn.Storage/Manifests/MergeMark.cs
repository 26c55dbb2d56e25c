using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>The latest state two branches shared through a merge.</summary>
/// <param name="BranchId">The other branch.</param>
/// <param name="TheirTxid">Its state that was merged.</param>
/// <param name="OurTxid">The commit of this branch that holds the merge.</param>
public sealed record MergeMark(BranchId BranchId, TxId TheirTxid, TxId OurTxid)
{
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
