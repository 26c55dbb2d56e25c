using System.Collections.Immutable;

namespace Memoturn.Storage.Recall;

/// <summary>What one version counts of the storage it shares with others.</summary>
/// <param name="SlotCount">Slots, dead ones included; slot n lies in chunk n / 1,024.</param>
/// <param name="RowCount">Rows of the full-text table: superseded and expired ones included.</param>
/// <param name="TermCount">Terms of these rows.</param>
internal sealed record RecallVersion(
    ulong TxId, ImmutableArray<RecallChunk> Chunks, int SlotCount, int RowCount, long TermCount, VectorSet Vectors)
{
    public long ResidentBytes =>
        Chunks.Sum(chunk => chunk.ResidentBytes) + Vectors.Chunks.Sum(chunk => chunk.ResidentBytes);

    /// <summary>Slots this version counts in the chunk of that index.</summary>
    public int SlotsIn(int chunk) => Math.Min(SlotCount - (chunk << RecallChunk.CapacityBits), RecallChunk.Capacity);

    public RecallChunk ChunkOf(int slot) => Chunks[slot >> RecallChunk.CapacityBits];

    public static int IndexIn(int slot) => slot & (RecallChunk.Capacity - 1);

    /// <summary>Says for each slot whether the version and the filter show it.</summary>
    public void MarkShown(RecallFilter filter, Span<bool> isShown)
    {
        var (now, includesSuperseded, isConditional) = (
            filter.NowUnixMs, filter.IncludesSuperseded, filter.IsConditional);
        for (var chunk = 0; chunk < Chunks.Length; chunk++)
        {
            var lifetimes = Chunks[chunk].Lifetimes.AsSpan(0, SlotsIn(chunk));
            var rows = Chunks[chunk].Rows.AsSpan(0, lifetimes.Length);
            var shown = isShown.Slice(chunk << RecallChunk.CapacityBits, lifetimes.Length);
            for (var index = 0; index < lifetimes.Length; index++)
            {
                shown[index] = lifetimes[index].IsShown(TxId, now, includesSuperseded)
                    && (!isConditional || filter.Passes(rows[index]));
            }
        }
    }

    /// <summary>Hands a slot to a channel's list when the version and the filter show it.</summary>
    public void Offer(TopCandidates top, int slot, double key, RecallFilter filter)
    {
        var chunk = ChunkOf(slot);
        var index = IndexIn(slot);
        ref readonly var row = ref chunk.Rows[index];
        if (chunk.Lifetimes[index].IsShown(TxId, filter.NowUnixMs, filter.IncludesSuperseded) && filter.Passes(row))
        {
            top.Offer(new(key, row.CreatedAtUnixMs, row.Id, row.RowId));
        }
    }
}
