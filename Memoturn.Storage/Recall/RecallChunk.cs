using System.Runtime.CompilerServices;

namespace Memoturn.Storage.Recall;

/// <summary>
/// Up to 1,024 slots and their terms, one after another. The writer appends and marks; readers look only at the slots
/// their version counts. An array that is full is replaced by a larger copy, so a small profile stays small.
/// </summary>
internal sealed class RecallChunk
{
    public const int Capacity = 1 << CapacityBits;
    public const int CapacityBits = 10;

    private const int FirstSlots = 8;
    private const int FirstTerms = 256;

    private int _count;

    public SlotLifetime[] Lifetimes { get; private set; } = new SlotLifetime[FirstSlots];

    public SlotRow[] Rows { get; private set; } = new SlotRow[FirstSlots];

    /// <summary>Where the terms of each slot begin, and after the last slot where they end.</summary>
    public int[] TermStarts { get; private set; } = new int[FirstSlots + 1];

    public uint[] Terms { get; private set; } = new uint[FirstTerms];

    public bool IsFull => _count == Capacity;

    public long ResidentBytes =>
        ((long)Lifetimes.Length * Unsafe.SizeOf<SlotLifetime>()) + ((long)Rows.Length * Unsafe.SizeOf<SlotRow>())
        + ((long)TermStarts.Length * sizeof(int)) + ((long)Terms.Length * sizeof(uint));

    public ReadOnlySpan<uint> TermsOf(int slot) => Terms.AsSpan(TermStarts[slot]..TermStarts[slot + 1]);

    public int TermCountOf(int slot) => TermStarts[slot + 1] - TermStarts[slot];

    /// <summary>Appends a slot; returns its index in the chunk.</summary>
    public int Append(in SlotLifetime lifetime, in SlotRow row, ReadOnlySpan<uint> terms)
    {
        if (_count == Rows.Length)
        {
            Lifetimes = Grown(Lifetimes, _count * 2);
            Rows = Grown(Rows, _count * 2);
            TermStarts = Grown(TermStarts, (_count * 2) + 1);
        }

        var start = TermStarts[_count];
        var end = start + terms.Length;
        if (end > Terms.Length)
        {
            Terms = Grown(Terms, Math.Max(Terms.Length * 2, end));
        }

        terms.CopyTo(Terms.AsSpan(start));
        Lifetimes[_count] = lifetime;
        Rows[_count] = row;
        TermStarts[_count + 1] = end;
        return _count++;
    }

    public void MarkSuperseded(int slot, ulong txid) => Volatile.Write(ref Lifetimes[slot].Superseded, txid);

    public void MarkDied(int slot, ulong txid) => Volatile.Write(ref Lifetimes[slot].Died, txid);

    /// <summary>A longer copy; the original stays for whoever reads it.</summary>
    internal static T[] Grown<T>(T[] array, int length)
    {
        var grown = new T[length];
        array.CopyTo(grown, 0);
        return grown;
    }
}
