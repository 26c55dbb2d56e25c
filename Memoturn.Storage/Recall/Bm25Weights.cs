namespace Memoturn.Storage.Recall;

/// <summary>What one occurrence counts in each column of the full-text table.</summary>
public sealed record Bm25Weights(double Summary, double Keywords, double Content)
{
    public static readonly Bm25Weights Default = new(10, 5, 1);
}
