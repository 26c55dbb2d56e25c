using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Protocol.Memory;

/// <summary>Answer of recall.</summary>
/// <param name="Memories">Best first; never padded.</param>
/// <param name="Txid">State it was answered from.</param>
public sealed record RecallResponse(IReadOnlyList<MemoryObject> Memories, ulong Txid)
{
    /// <summary>With <c>include_turns</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RecalledTurn>? Turns { get; init; }

    /// <summary>With <c>explain</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecallExplanation? Explain { get; init; }
}

/// <summary>A turn of a transcript that recall found.</summary>
/// <param name="SessionId">Its conversation.</param>
/// <param name="Seq">Its place there.</param>
/// <param name="Role">Who spoke.</param>
/// <param name="Content">What was said.</param>
/// <param name="Distance">Cosine distance; null when words found it.</param>
/// <param name="Channel"><see cref="ChannelNames.Vector"/> or <see cref="ChannelNames.Keyword"/>.</param>
public sealed record RecalledTurn(
    string SessionId, long Seq, string Role, JsonElement Content, double? Distance, string Channel);
