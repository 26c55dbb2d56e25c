using System.Buffers;
using System.Runtime.InteropServices;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>The rows of one version nearest to a vector, by exact cosine distance.</summary>
/// <remarks>
/// While the originals are resident every row is measured. Beyond that: (1) the codes give each row a least and a most
/// distance; (2) rows whose least is beyond the most of as many others as are wanted are left out; (3) the rest are
/// measured by the originals in the rows, least first, until no later one can be nearer than the worst that is kept.
/// The answer is the same either way.
/// </remarks>
internal sealed class VectorSearch(RecallVersion version, RecallFilter filter)
{
    private const string SelectOriginal = "SELECT embedding FROM __memoturn_memory_vectors WHERE rowid = ?1";

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
                MeasureNearest(query, isShown, limit, top, connection);
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
        ReadOnlySpan<float> query, ReadOnlySpan<bool> isShown, int limit, TopCandidates top, Connection connection)
    {
        var nearest = ArrayPool<int>.Shared.Rent(_vectors.Count);
        var bounds = ArrayPool<double>.Shared.Rent(_vectors.Count);
        try
        {
            var most = Bound(query, isShown, limit, bounds);
            var count = 0;
            for (var vector = 0; vector < _vectors.Count; vector++)
            {
                if (bounds[vector] <= most)
                {
                    (nearest[count], bounds[count++]) = (vector, bounds[vector]);
                }
            }

            bounds.AsSpan(0, count).Sort(nearest.AsSpan(0, count));
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
    /// Writes the least distance of every vector, infinity for one that is not shown; returns a distance that
    /// <paramref name="limit"/> of them are within, if there are as many.
    /// </summary>
    private double Bound(ReadOnlySpan<float> query, ReadOnlySpan<bool> isShown, int limit, Span<double> bounds)
    {
        var code = VectorCode.Of(query);
        var fit = CodeFit.Of(code, query);
        var nearest = new DistanceLimit(limit);
        for (var index = 0; index < _vectors.Chunks.Length; index++)
        {
            var chunk = _vectors.Chunks[index];
            var slots = chunk.Slots.AsSpan(0, _vectors.VectorsIn(index));
            var least = bounds.Slice(index << RecallChunk.CapacityBits, slots.Length);
            for (var vector = 0; vector < slots.Length; vector++)
            {
                if (!isShown[slots[vector]])
                {
                    least[vector] = double.PositiveInfinity;
                    continue;
                }

                var dot = VectorDistance.Dot(code.Values, chunk.CodeOf(vector));
                (least[vector], var most) = fit.Bound(chunk.Fits[vector], dot);
                nearest.Offer(most);
            }
        }

        return nearest.Value;
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
