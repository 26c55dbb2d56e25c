using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Protocol.Json;

namespace Memoturn.Protocol.Memory;

/// <summary>
/// Body of <c>POST …/recall</c>: at least one of query, embedding and topic key. Times are unix milliseconds.
/// </summary>
public sealed record RecallRequest
{
    /// <summary>The question in words.</summary>
    public string? Query { get; init; }

    /// <summary>The question as a vector; not empty.</summary>
    public ImmutableArray<float>? Embedding { get; init; }

    /// <summary>The topic asked for.</summary>
    public string? TopicKey { get; init; }

    /// <summary>Memories wanted, clamped to 1..1000; 8 when absent.</summary>
    [JsonConverter(typeof(ResultCountConverter))]
    public int? K { get; init; }

    /// <summary>Types wanted; all when absent, none when empty.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Only this conversation.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only this speaker.</summary>
    public string? Source { get; init; }

    /// <summary>Only topics that start so.</summary>
    public string? TopicPrefix { get; init; }

    /// <summary>Filter over the metadata.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Filter over the content.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Only later ones.</summary>
    public long? CreatedAfter { get; init; }

    /// <summary>Only earlier ones.</summary>
    public long? CreatedBefore { get; init; }

    /// <summary>What was so then: unix milliseconds or <c>"now"</c>.</summary>
    public JsonElement? AsOf { get; init; }

    /// <summary>One of <see cref="Rankers"/>.</summary>
    public string? Ranker { get; init; }

    /// <summary>Drops scores below it.</summary>
    public double? MinScore { get; init; }

    /// <summary>A past point: checkpoint name, txid or time.</summary>
    public JsonElement? At { get; init; }

    /// <summary>Superseded ones too.</summary>
    public bool? IncludeSuperseded { get; init; }

    /// <summary>Turns of the transcript too.</summary>
    public bool? IncludeTurns { get; init; }

    /// <summary>Say how the scores came about.</summary>
    public bool? Explain { get; init; }
}
