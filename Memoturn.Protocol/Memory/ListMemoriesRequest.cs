using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Protocol.Json;

namespace Memoturn.Protocol.Memory;

/// <summary>Body of <c>POST …/memories/query</c>; each member has the meaning it has in recall.</summary>
public sealed record ListMemoriesRequest
{
    /// <summary>Types wanted; all when absent.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Only this conversation.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only this speaker.</summary>
    public string? Source { get; init; }

    /// <summary>Only this topic.</summary>
    public string? TopicKey { get; init; }

    /// <summary>Only topics that start so.</summary>
    public string? TopicPrefix { get; init; }

    /// <summary>Filter over the metadata.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Filter over the content.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Only later ones, unix milliseconds.</summary>
    public long? CreatedAfter { get; init; }

    /// <summary>Only earlier ones, unix milliseconds.</summary>
    public long? CreatedBefore { get; init; }

    /// <summary>What was so then: unix milliseconds or <c>"now"</c>.</summary>
    public JsonElement? AsOf { get; init; }

    /// <summary>Superseded ones too.</summary>
    public bool? IncludeSuperseded { get; init; }

    /// <summary>Rows of the page, clamped to 1..1000; 100 when absent.</summary>
    [JsonConverter(typeof(ResultCountConverter))]
    public int? Limit { get; init; }

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}
