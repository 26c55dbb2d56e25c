using Memoturn.Storage.Recall;

namespace Memoturn.DataPlane.Memory;

/// <summary>How recall weighs what it finds.</summary>
internal sealed record RecallOptions
{
    /// <summary>What an occurrence counts in each column; 10, 5, 1.</summary>
    public Bm25Weights Bm25Weights { get; init; } = Bm25Weights.Default;

    /// <summary>Weights of the channels; each above 0.</summary>
    public double TopicWeight { get; init; } = 2;

    public double KeywordWeight { get; init; } = 1;

    public double VectorWeight { get; init; } = 1;
}
