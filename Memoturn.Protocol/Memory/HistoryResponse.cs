using System.Text.Json;

namespace Memoturn.Protocol.Memory;

/// <summary>The activations of a topic, oldest first.</summary>
/// <param name="History">One an activation.</param>
/// <param name="Txid">State it was answered from.</param>
public sealed record HistoryResponse(IReadOnlyList<HistoryEntry> History, ulong Txid);

/// <summary>One activation of a memory. Times are unix milliseconds.</summary>
public sealed record HistoryEntry
{
    /// <summary>Event of a first activation.</summary>
    public const string Created = "created";

    /// <summary>Event of a later activation.</summary>
    public const string Revived = "revived";

    /// <summary>Identity of the memory.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="MemoryTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about.</summary>
    public string? TopicKey { get; init; }

    /// <summary>The memory in words.</summary>
    public required string Summary { get; init; }

    /// <summary>What was stored.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>Who said it.</summary>
    public string? Source { get; init; }

    /// <summary><see cref="Created"/> or <see cref="Revived"/>.</summary>
    public required string Event { get; init; }

    /// <summary>When the activation began.</summary>
    public required long ActiveFrom { get; init; }

    /// <summary>When it ended; null while it lasts.</summary>
    public long? ActiveTo { get; init; }

    /// <summary>The memory that ended it.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Start of the memory's validity.</summary>
    public long? ValidFrom { get; init; }

    /// <summary>End of the memory's validity, exclusive.</summary>
    public long? ValidTo { get; init; }

    /// <summary>The commit that began the activation.</summary>
    public required ulong Txid { get; init; }
}
