using System.Collections.Immutable;

namespace Memoturn.DataPlane.Memory;

/// <summary>A memory to ingest that passed every check.</summary>
internal sealed record NewMemory
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public string? TopicKey { get; init; }

    public required string Summary { get; init; }

    public string Keywords { get; init; } = "";

    /// <summary>Canonical JSON, UTF-8: what the id was computed from.</summary>
    public required ReadOnlyMemory<byte> ContentJson { get; init; }

    /// <summary>The string leaves of the content (<see cref="Memory.ContentText"/>).</summary>
    public string ContentText { get; init; } = "";

    public string? SessionId { get; init; }

    public string? Source { get; init; }

    /// <summary>The default of the type is filled in; null for ever.</summary>
    public long? TtlSeconds { get; init; }

    /// <summary>JSON object; null when empty.</summary>
    public string? MetadataJson { get; init; }

    /// <summary>Null where the type keeps none.</summary>
    public ImmutableArray<float>? Embedding { get; init; }

    public long? ValidFrom { get; init; }

    public long? ValidTo { get; init; }
}
