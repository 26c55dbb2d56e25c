using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Storage.Manifests;

/// <summary>The last tail object whose commits are in the runs.</summary>
/// <param name="Seq">0 when nothing is folded: the tail begins at 1.</param>
/// <param name="Hash">XxHash128 of that object, the <c>prev</c> of the next one; 0 when nothing is folded.</param>
public sealed record FoldedTail(ulong Seq, UInt128 Hash)
{
    public static readonly FoldedTail None = new(0, 0);

    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }
}
