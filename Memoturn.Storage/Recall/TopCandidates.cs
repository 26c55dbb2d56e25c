namespace Memoturn.Storage.Recall;

/// <summary>The best <c>limit</c> of the candidates offered.</summary>
/// <remarks>A heap with the worst one kept on top.</remarks>
public sealed class TopCandidates(int limit)
{
    private readonly PriorityQueue<RecallCandidate, RecallCandidate> _heap = new(
        Math.Min(limit, 64), WorstFirst.Instance);

    /// <summary>Whether a candidate with this key can still get in; saves working out the rest of it.</summary>
    public bool Admits(double key) => _heap.Count < limit || key <= _heap.Peek().Key;

    public void Offer(in RecallCandidate candidate)
    {
        if (_heap.Count < limit)
        {
            _heap.Enqueue(candidate, candidate);
        }
        else if (candidate.CompareTo(_heap.Peek()) < 0)
        {
            _heap.DequeueEnqueue(candidate, candidate);
        }
    }

    /// <summary>The candidates kept, best first; empties this.</summary>
    public RecallCandidate[] TakeOrdered()
    {
        var ordered = new RecallCandidate[_heap.Count];
        for (var index = ordered.Length - 1; index >= 0; index--)
        {
            ordered[index] = _heap.Dequeue();
        }

        return ordered;
    }

    private sealed class WorstFirst : IComparer<RecallCandidate>
    {
        public static readonly WorstFirst Instance = new();

        public int Compare(RecallCandidate x, RecallCandidate y) => y.CompareTo(x);
    }
}
