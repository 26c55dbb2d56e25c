using System.Text.Json;

namespace Memoturn.Protocol.Memory;

/// <summary>
/// One memory with its end and its predecessors, as <c>GET …/memories/{id}</c> shows it. Times are unix milliseconds.
/// </summary>
public sealed record MemoryDetail
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

    /// <summary>Object of scalars; <c>{}</c> when absent.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>Start of its validity.</summary>
    public long? ValidFrom { get; init; }

    /// <summary>End of its validity, exclusive.</summary>
    public long? ValidTo { get; init; }

    /// <summary>From then on it is hidden.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>When its topic was taken.</summary>
    public long? SupersededAt { get; init; }

    /// <summary>Ids it took the topic from.</summary>
    public required IReadOnlyList<string> Supersedes { get; init; }
}
