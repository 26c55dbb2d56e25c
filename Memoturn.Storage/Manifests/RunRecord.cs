using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Manifests;

/// <summary>One object of the branch's folded history: a run, a snapshot, or a tail object a fork names.</summary>
/// <param name="Min">The lowest txid it covers; 0 for a snapshot.</param>
/// <param name="Max">The highest txid it covers.</param>
/// <param name="Bytes">Length of the object.</param>
/// <param name="Hash">XxHash128 of the whole object.</param>
public sealed record RunRecord(ObjectKey Key, TxId Min, TxId Max, long Bytes, UInt128 Hash)
{
    /// <summary>The distinct objects its entries refer to.</summary>
    public ImmutableArray<ObjectKey> Refs { get; init => field = value.IsDefault ? [] : value; } = [];

    [JsonIgnore]
    public bool IsSnapshot => Min == TxId.Zero && Refs.IsEmpty;

    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
