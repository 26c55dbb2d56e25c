using Memoturn.Storage.Recall;

namespace Memoturn.DataPlane.Memory;

/// <summary>How alike two memories are, from 0 or -1 up to 1.</summary>
internal static class Similarity
{
    /// <summary>Cosine of two vectors of one dimension; 0 when either is all zeros.</summary>
    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => 1 - VectorDistance.Cosine(a, b);

    /// <summary>Shared terms by all terms of two ascending sets; 0 when both are empty.</summary>
    public static double Jaccard(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        var shared = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            shared += a[i] == b[j] ? 1 : 0;
            (i, j) = (a[i] <= b[j] ? i + 1 : i, b[j] <= a[i] ? j + 1 : j);
        }

        var all = a.Length + b.Length - shared;
        return all == 0 ? 0 : (double)shared / all;
    }
}
