using System.Buffers;

namespace Memoturn.Storage.Recall;

/// <summary>Scores every row of one version that holds a wanted term.</summary>
internal sealed class KeywordSearch(RecallVersion version, Bm25Weights weights, RecallFilter filter)
{
    /// <param name="phrases">One term a word of the question, repeated where the question repeats it.</param>
    public RecallCandidate[] Find(ReadOnlySpan<uint> phrases, int limit)
    {
        if (version.RowCount == 0 || phrases.IsEmpty)
        {
            return [];
        }

        var hits = FindHits(phrases);
        var scores = ArrayPool<double>.Shared.Rent(version.SlotCount);
        scores.AsSpan(0, version.SlotCount).Clear();
        var touched = ArrayPool<int>.Shared.Rent(version.SlotCount);
        try
        {
            return Best(scores, touched.AsSpan(0, Score(phrases, hits, scores, touched)), limit);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(touched);
            ArrayPool<double>.Shared.Return(scores);
            foreach (var term in hits)
            {
                term.Dispose();
            }
        }
    }

    private List<TermHits> FindHits(ReadOnlySpan<uint> phrases)
    {
        var hits = new List<TermHits>(phrases.Length);
        foreach (var phrase in phrases)
        {
            if (hits.TrueForAll(known => known.Term != phrase))
            {
                hits.Add(new(phrase));
            }
        }

        for (var first = 0; first < hits.Count; first += TermScan.TermsPerPass)
        {
            ScanAll(hits.Slice(first, Math.Min(TermScan.TermsPerPass, hits.Count - first)));
        }

        return hits;
    }

    private void ScanAll(List<TermHits> group)
    {
        Span<uint> wanted = stackalloc uint[group.Count];
        for (var index = 0; index < wanted.Length; index++)
        {
            wanted[index] = group[index].Term;
        }

        var scan = new TermScan(wanted);
        for (var chunk = 0; chunk < version.Chunks.Length; chunk++)
        {
            ScanChunk(scan, chunk, group);
        }
    }

    private void ScanChunk(in TermScan scan, int chunkIndex, List<TermHits> group)
    {
        var chunk = version.Chunks[chunkIndex];
        var starts = chunk.TermStarts.AsSpan(0, version.SlotsIn(chunkIndex) + 1);
        var terms = chunk.Terms.AsSpan(0, starts[^1]);
        var slot = 0;
        for (var position = scan.Find(terms, 0); position >= 0; position = scan.Find(terms, position + 1))
        {
            slot = SlotAt(starts, position, slot);
            if (chunk.Lifetimes[slot].IsAlive(version.TxId))
            {
                HitsOf(group, terms[position])
                    .Add((chunkIndex << RecallChunk.CapacityBits) + slot, WeightAt(
                        chunk.Rows[slot], position - starts[slot]));
            }
        }
    }

    /// <summary>
    /// The slot whose terms include <paramref name="position"/>, at or after <paramref name="from"/>.
    /// </summary>
    private static int SlotAt(ReadOnlySpan<int> starts, int position, int from)
    {
        var low = from;
        var step = 1;
        while (low + step < starts.Length && starts[low + step] <= position)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(low + step, starts.Length - 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = starts[middle] <= position ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static TermHits HitsOf(List<TermHits> group, uint term)
    {
        var index = 0;
        while (group[index].Term != term)
        {
            index++;
        }

        return group[index];
    }

    private double WeightAt(in SlotRow row, int offset) =>
        offset < row.SummaryCount ? weights.Summary
        : offset < row.SummaryCount + row.KeywordsCount ? weights.Keywords
        : weights.Content;

    /// <summary>Adds up the scores in the order of the words, as FTS5 does; returns how many slots have one.</summary>
    private int Score(ReadOnlySpan<uint> phrases, List<TermHits> hits, double[] scores, int[] touched)
    {
        var count = 0;
        var average = (double)version.TermCount / version.RowCount;
        foreach (var phrase in phrases)
        {
            var term = HitsOf(hits, phrase);
            var idf = Bm25.Idf(version.RowCount, term.Count);
            foreach (var hit in term.Hits)
            {
                if (scores[hit.Slot] == 0)
                {
                    touched[count++] = hit.Slot;
                }

                var termCount = version.ChunkOf(hit.Slot).TermCountOf(RecallVersion.IndexIn(hit.Slot));
                scores[hit.Slot] += Bm25.Contribution(idf, hit.Frequency, termCount, average);
            }
        }

        return count;
    }

    private RecallCandidate[] Best(double[] scores, ReadOnlySpan<int> touched, int limit)
    {
        var top = new TopCandidates(limit);
        foreach (var slot in touched)
        {
            var key = -1.0 * scores[slot];
            if (top.Admits(key))
            {
                version.Offer(top, slot, key, filter);
            }
        }

        return top.TakeOrdered();
    }
}
