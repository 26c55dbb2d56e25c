using System.Collections.Immutable;

namespace Memoturn.DataPlane.Memory;

/// <summary>A recall request that was found valid.</summary>
internal sealed record RecallQuery
{
    private const int CandidatesPerResult = 5;

    /// <summary>Null without a question in words; empty when it has none to look for.</summary>
    public ImmutableArray<string>? Tokens { get; init; }

    /// <summary>Null without; never empty.</summary>
    public ImmutableArray<float>? Embedding { get; init; }

    public string? TopicKey { get; init; }

    /// <summary>Results wanted, 1 to 1,000.</summary>
    public required int K { get; init; }

    /// <summary>What every channel filters by.</summary>
    public required MemoryCriteria Criteria { get; init; }

    public double? MinScore { get; init; }

    /// <summary>The past point asked for; null for the head.</summary>
    public RecallPoint? At { get; init; }

    public bool IncludesTurns { get; init; }

    public bool Explains { get; init; }

    /// <summary>Candidates a channel may bring.</summary>
    public int Fetch => K * CandidatesPerResult;
}
