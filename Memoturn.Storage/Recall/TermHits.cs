using System.Buffers;

namespace Memoturn.Storage.Recall;

/// <summary>The rows one term occurs in, by ascending slot, each with its weighted number of occurrences.</summary>
internal sealed class TermHits(uint term) : IDisposable
{
    private const int FirstCapacity = 64;

    private TermHit[] _hits = ArrayPool<TermHit>.Shared.Rent(FirstCapacity);

    public uint Term { get; } = term;

    /// <summary>How many rows the term occurs in.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<TermHit> Hits => _hits.AsSpan(0, Count);

    public void Add(int slot, double weight)
    {
        if (Count > 0 && _hits[Count - 1].Slot == slot)
        {
            _hits[Count - 1].Frequency += weight;
            return;
        }

        if (Count == _hits.Length)
        {
            var larger = ArrayPool<TermHit>.Shared.Rent(Count * 2);
            Hits.CopyTo(larger);
            ArrayPool<TermHit>.Shared.Return(_hits);
            _hits = larger;
        }

        _hits[Count++] = new() { Slot = slot, Frequency = weight };
    }

    public void Dispose()
    {
        ArrayPool<TermHit>.Shared.Return(_hits);
        _hits = [];
        Count = 0;
    }
}

/// <summary>Occurrences of a term in one row.</summary>
internal struct TermHit
{
    public int Slot;
    public double Frequency;
}
