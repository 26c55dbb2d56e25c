using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Storage.Manifests;

/// <summary>How long history is kept where the branch differs from the node's settings; null = the node's.</summary>
/// <param name="FineSecs">Every txid of the last seconds is restorable; 0 = nothing is ever dropped.</param>
/// <param name="SnapshotSecs">Snapshots of the last seconds are restorable.</param>
public sealed record RetentionWindow(long? FineSecs, long? SnapshotSecs)
{
    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
