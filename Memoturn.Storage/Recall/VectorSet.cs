using System.Collections.Immutable;
using Memoturn.Storage.Schema;

namespace Memoturn.Storage.Recall;

/// <summary>The vectors a version counts, all of one dimension.</summary>
/// <param name="HasOriginals">
/// Whether the float32 originals are resident; once they are too many they stay in the rows.
/// </param>
internal sealed record VectorSet(ImmutableArray<VectorChunk> Chunks, int Dimension, int Count, bool HasOriginals)
{
    /// <summary>From this many vectors on only codes are resident, and exact distances come from the rows.</summary>
    public const int FewestWithoutOriginals = 2_000;

    public static readonly VectorSet Empty = new([], 0, 0, HasOriginals: true);

    public VectorChunk ChunkOf(int vector) => Chunks[vector >> RecallChunk.CapacityBits];

    public static int IndexIn(int vector) => vector & (RecallChunk.Capacity - 1);

    /// <summary>Vectors this set counts in the chunk of that index.</summary>
    public int VectorsIn(int chunk) => Math.Min(Count - (chunk << RecallChunk.CapacityBits), RecallChunk.Capacity);

    /// <summary>The set with one more vector; what is here already is shared with this one.</summary>
    public VectorSet Append(int slot, ReadOnlySpan<float> vector)
    {
        var code = VectorCode.Of(vector);
        return Append(slot, vector, code.Values, CodeFit.Of(code, vector));
    }

    /// <summary>The set with a copy of a vector of <paramref name="from"/>.</summary>
    public VectorSet AppendCopy(int slot, VectorSet from, int vector)
    {
        var chunk = from.ChunkOf(vector);
        var index = IndexIn(vector);
        return Append(slot, chunk.OriginalOf(index), chunk.CodeOf(index), chunk.Fits[index]);
    }

    private VectorSet Append(int slot, ReadOnlySpan<float> vector, ReadOnlySpan<sbyte> code, CodeFit fit)
    {
        var hasOriginals = HasOriginals && Count + 1 < FewestWithoutOriginals;
        ImmutableArray<VectorChunk> chunks =
            hasOriginals == HasOriginals ? Chunks : [.. Chunks.Select(chunk => chunk.WithoutOriginals())];
        if (chunks.IsEmpty || chunks[^1].IsFull)
        {
            chunks = chunks.Add(new(code.Length, hasOriginals));
        }

        chunks[^1].Append(slot, vector, code, fit);
        return new(chunks, code.Length, Count + 1, hasOriginals);
    }
}
