using System.Collections.Immutable;
using System.Text.Json;

namespace Memoturn.Protocol.Memory;

/// <summary>One memory to ingest.</summary>
public sealed record MemoryItem
{
    /// <summary>One of <see cref="MemoryTypes"/>; required.</summary>
    public string? Type { get; init; }

    /// <summary>The memory in words; required, not blank.</summary>
    public string? Summary { get; init; }

    /// <summary>Any JSON; part of the identity.</summary>
    public JsonElement? Content { get; init; }

    /// <summary>What a fact or instruction is about; part of the identity.</summary>
    public string? TopicKey { get; init; }

    /// <summary>Further words to be found by.</summary>
    public string? Keywords { get; init; }

    /// <summary>Its vector; not empty.</summary>
    public ImmutableArray<float>? Embedding { get; init; }

    /// <summary>The conversation it comes from.</summary>
    public string? SessionId { get; init; }

    /// <summary>Who said it.</summary>
    public string? Source { get; init; }

    /// <summary>Seconds it lives.</summary>
    public long? Ttl { get; init; }

    /// <summary>Object of scalars to filter by.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Start of its validity, unix milliseconds.</summary>
    public long? ValidFrom { get; init; }

    /// <summary>End of its validity, exclusive, unix milliseconds.</summary>
    public long? ValidTo { get; init; }
}
