using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Protocol.Memory;

/// <summary>A memory as recall and list show it. Times are unix milliseconds.</summary>
public sealed record MemoryObject
{
    /// <summary>Identity, from type, topic and content.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="MemoryTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about.</summary>
    public string? TopicKey { get; init; }

    /// <summary>The memory in words.</summary>
    public required string Summary { get; init; }

    /// <summary>What was stored.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Further words; empty when absent.</summary>
    public string Keywords { get; init; } = "";

    /// <summary>The conversation it comes from.</summary>
    public string? SessionId { get; init; }

    /// <summary>Who said it.</summary>
    public string? Source { get; init; }

    /// <summary>When it was first stored.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The memory that took its topic.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Recall only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Score { get; init; }

    /// <summary>Recall only: what contributed to the score.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>Object of scalars; <c>{}</c> when absent.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>Start of its validity.</summary>
    public long? ValidFrom { get; init; }

    /// <summary>End of its validity, exclusive.</summary>
    public long? ValidTo { get; init; }

    /// <summary>Recall with <c>explain</c> only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemoryExplanation? Explain { get; init; }
}
