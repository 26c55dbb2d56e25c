using System.Buffers;
using System.Runtime.InteropServices;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>The rows of one version nearest to a vector, by exact cosine distance.</summary>
/// <remarks>
/// While the originals are resident every row is measured. Beyond that the candidates are found in two steps, by
/// Hamming distance of the signs, then by the codes; their exact distances come from the rows.
/// </remarks>
internal sealed class VectorSearch(RecallVersion version, RecallFilter filter)
{
    private const string SelectOriginal = "SELECT embedding FROM __memoturn_memory_vectors WHERE rowid = ?1";

    /// <summary>Candidates measured exactly, for each row wanted.</summary>
    private const int ExactPerRow = 4;

    /// <summary>Candidates compared by code, for each one measured exactly.</summary>
    private const int CodesPerExact = 4;
    private const int FewestCodes = 512;

    private readonly VectorSet _vectors = version.Vectors;

    public RecallCandidate[] Find(ReadOnlySpan<float> query, int limit, Connection connection)
    {
        if (query.Length != _vectors.Dimension)
        {
            return [];
        }

        return _vectors.HasOriginals ? MeasureAll(query, limit) : MeasureNearest(query, limit, connection);
    }

    private RecallCandidate[] MeasureAll(ReadOnlySpan<float> query, int limit)
    {
        var top = new TopCandidates(limit);
        for (var vector = 0; vector < _vectors.Count; vector++)
        {
            var chunk = _vectors.ChunkOf(vector);
            var index = VectorSet.IndexIn(vector);
            if (IsShown(chunk.Slots[index]))
            {
                var distance = VectorDistance.Cosine(query, chunk.OriginalOf(index));
                version.Offer(top, chunk.Slots[index], distance, filter);
            }
        }

        return top.TakeOrdered();
    }

    private RecallCandidate[] MeasureNearest(ReadOnlySpan<float> query, int limit, Connection connection)
    {
        var code = VectorCode.Of(query);
        var exactCount = limit * ExactPerRow;
        var nearest = ArrayPool<int>.Shared.Rent(_vectors.Count);
        var count = NearestBySigns(SignWords.Of(code), Math.Max(FewestCodes, exactCount * CodesPerExact), nearest);
        count = NearestByCode(code.Values, nearest.AsSpan(0, count), exactCount);
        var top = new TopCandidates(limit);
        using (var select = connection.Prepare(SelectOriginal))
        {
            foreach (var vector in nearest.AsSpan(0, count))
            {
                Measure(select, vector, query, top);
            }
        }

        ArrayPool<int>.Shared.Return(nearest);
        return top.TakeOrdered();
    }

    /// <summary>
    /// Writes the vectors whose signs differ least, at least <paramref name="wanted"/> of them if there are as many and
    /// all that differ as little as the last; returns their number.
    /// </summary>
    private int NearestBySigns(ulong[] signs, int wanted, int[] nearest)
    {
        var distances = ArrayPool<ushort>.Shared.Rent(_vectors.Count);
        var counts = new int[_vectors.Dimension + 1];
        for (var vector = 0; vector < _vectors.Count; vector++)
        {
            var chunk = _vectors.ChunkOf(vector);
            var index = VectorSet.IndexIn(vector);
            var isShown = IsShown(chunk.Slots[index]);
            var distance = isShown ? SignWords.Hamming(signs, chunk.SignsOf(index)) : 0;
            distances[vector] = isShown ? (ushort)distance : ushort.MaxValue;
            counts[distance] += isShown ? 1 : 0;
        }

        var limit = 0;
        for (var within = counts[0]; within < wanted && limit < _vectors.Dimension; within += counts[limit])
        {
            limit++;
        }

        var count = 0;
        for (var vector = 0; vector < _vectors.Count; vector++)
        {
            if (distances[vector] <= limit)
            {
                nearest[count++] = vector;
            }
        }

        ArrayPool<ushort>.Shared.Return(distances);
        return count;
    }

    /// <summary>Moves the best by cosine of the codes to the front; returns how many.</summary>
    private int NearestByCode(ReadOnlySpan<sbyte> code, Span<int> vectors, int wanted)
    {
        if (vectors.Length <= wanted)
        {
            return vectors.Length;
        }

        var keys = new double[vectors.Length];
        for (var index = 0; index < vectors.Length; index++)
        {
            var other = _vectors.ChunkOf(vectors[index]).CodeOf(VectorSet.IndexIn(vectors[index]));
            keys[index] = -VectorDistance.Dot(code, other) / Math.Sqrt(Math.Max(1, VectorDistance.Dot(other, other)));
        }

        keys.AsSpan().Sort(vectors);
        return wanted;
    }

    private void Measure(Statement select, int vector, ReadOnlySpan<float> query, TopCandidates top)
    {
        var slot = _vectors.ChunkOf(vector).Slots[VectorSet.IndexIn(vector)];
        var rowId = version.ChunkOf(slot).Rows[RecallVersion.IndexIn(slot)].RowId;
        select.Bind(1, rowId);
        if (!select.Step())
        {
            throw new InvariantException($"recall index at txid {version.TxId}: row {rowId} has no vector");
        }

        var distance = VectorDistance.Cosine(query, MemoryMarshal.Cast<byte, float>(select.GetBlob(0)));
        select.Reset();
        version.Offer(top, slot, distance, filter);
    }

    private bool IsShown(int slot)
    {
        var chunk = version.ChunkOf(slot);
        var index = RecallVersion.IndexIn(slot);
        return chunk.Lifetimes[index].IsShown(version.TxId, filter) && filter.Passes(chunk.Rows[index]);
    }
}
