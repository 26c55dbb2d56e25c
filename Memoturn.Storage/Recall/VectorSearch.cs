using System.Buffers;
using System.Runtime.InteropServices;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>The rows of one version nearest to a vector, by exact cosine distance.</summary>
/// <remarks>
/// While the originals are resident every row is measured. Beyond that: (1) the candidates are those whose signs differ
/// least; (2) their codes give each a distance it cannot fall below; (3) they are measured in that order, by the
/// originals in the rows, until no later one can be nearer than the worst that is kept.
/// </remarks>
internal sealed class VectorSearch(RecallVersion version, RecallFilter filter)
{
    private const string SelectOriginal = "SELECT embedding FROM __memoturn_memory_vectors WHERE rowid = ?1";

    /// <summary>Candidates by signs, for each row wanted.</summary>
    private const int CandidatesPerRow = 8;
    private const int FewestCandidates = 256;

    private readonly VectorSet _vectors = version.Vectors;

    public RecallCandidate[] Find(ReadOnlySpan<float> query, int limit, Connection connection)
    {
        if (query.Length != _vectors.Dimension)
        {
            return [];
        }

        var isShown = ArrayPool<bool>.Shared.Rent(version.SlotCount);
        var top = new TopCandidates(limit);
        try
        {
            version.MarkShown(filter, isShown);
            if (_vectors.HasOriginals)
            {
                MeasureAll(query, isShown, top);
            }
            else
            {
                MeasureNearest(query, isShown, Math.Max(FewestCandidates, limit * CandidatesPerRow), top, connection);
            }
        }
        finally
        {
            ArrayPool<bool>.Shared.Return(isShown);
        }

        return top.TakeOrdered();
    }

    private void MeasureAll(ReadOnlySpan<float> query, ReadOnlySpan<bool> isShown, TopCandidates top)
    {
        for (var vector = 0; vector < _vectors.Count; vector++)
        {
            var chunk = _vectors.ChunkOf(vector);
            var index = VectorSet.IndexIn(vector);
            if (isShown[chunk.Slots[index]])
            {
                Offer(top, chunk.Slots[index], VectorDistance.Cosine(query, chunk.OriginalOf(index)));
            }
        }
    }

    private void MeasureNearest(
        ReadOnlySpan<float> query, ReadOnlySpan<bool> isShown, int wanted, TopCandidates top, Connection connection)
    {
        var code = VectorCode.Of(query);
        var nearest = ArrayPool<int>.Shared.Rent(_vectors.Count);
        var bounds = ArrayPool<double>.Shared.Rent(_vectors.Count);
        try
        {
            var count = NearestBySigns(SignWords.Of(code), isShown, wanted, nearest);
            SortByBound(code.Values, CodeFit.Of(code, query), nearest.AsSpan(0, count), bounds.AsSpan(0, count));
            using var select = connection.Prepare(SelectOriginal);
            for (var index = 0; index < count && top.Admits(bounds[index]); index++)
            {
                Measure(select, nearest[index], query, top);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(bounds);
            ArrayPool<int>.Shared.Return(nearest);
        }
    }

    /// <summary>
    /// Writes the vectors whose signs differ least, at least <paramref name="wanted"/> of them if there are as many and
    /// all that differ as little as the last; returns their number.
    /// </summary>
    private int NearestBySigns(ulong[] signs, ReadOnlySpan<bool> isShown, int wanted, int[] nearest)
    {
        var distances = ArrayPool<ushort>.Shared.Rent(_vectors.Count);
        var counts = new int[_vectors.Dimension + 1];
        for (var chunk = 0; chunk < _vectors.Chunks.Length; chunk++)
        {
            CountDistances(signs, isShown, chunk, distances.AsSpan(chunk << RecallChunk.CapacityBits), counts);
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

    private void CountDistances(
        ulong[] signs, ReadOnlySpan<bool> isShown, int chunkIndex, Span<ushort> distances, int[] counts)
    {
        var chunk = _vectors.Chunks[chunkIndex];
        ReadOnlySpan<ulong> all = chunk.Signs;
        var slots = chunk.Slots.AsSpan(0, _vectors.VectorsIn(chunkIndex));
        for (var index = 0; index < slots.Length; index++)
        {
            if (isShown[slots[index]])
            {
                var distance = SignWords.Hamming(signs, all.Slice(index * signs.Length, signs.Length));
                distances[index] = (ushort)distance;
                counts[distance]++;
            }
            else
            {
                distances[index] = ushort.MaxValue;
            }
        }
    }

    // An angle is at most what the codes say, less what both codes may be off; the cosine changes by no more than the
    // angle.
    private void SortByBound(ReadOnlySpan<sbyte> code, CodeFit fit, Span<int> vectors, Span<double> bounds)
    {
        for (var index = 0; index < vectors.Length; index++)
        {
            var chunk = _vectors.ChunkOf(vectors[index]);
            var other = chunk.Fits[VectorSet.IndexIn(vectors[index])];
            var cosine = (double)VectorDistance.Dot(code, chunk.CodeOf(VectorSet.IndexIn(vectors[index])))
                * fit.InverseNorm * other.InverseNorm;
            bounds[index] = 1 - cosine - fit.Angle - other.Angle;
        }

        bounds.Sort(vectors);
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

        Offer(top, slot, VectorDistance.Cosine(query, MemoryMarshal.Cast<byte, float>(select.GetBlob(0))));
        select.Reset();
    }

    private void Offer(TopCandidates top, int slot, double distance)
    {
        if (top.Admits(distance))
        {
            ref readonly var row = ref version.ChunkOf(slot).Rows[RecallVersion.IndexIn(slot)];
            top.Offer(new(distance, row.CreatedAtUnixMs, row.Id, row.RowId));
        }
    }
}
