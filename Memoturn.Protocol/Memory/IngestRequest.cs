namespace Memoturn.Protocol.Memory;

/// <summary>Body of <c>POST …/memories</c>.</summary>
public sealed record IngestRequest
{
    /// <summary>At most <see cref="WireLimits.IngestMemories"/>; required.</summary>
    public IReadOnlyList<MemoryItem>? Memories { get; init; }

    /// <summary>Report memories like the ones written.</summary>
    public bool? ReportSimilar { get; init; }

    /// <summary>From 0 to 1; 0.85 when absent.</summary>
    public double? SimilarThreshold { get; init; }
}
