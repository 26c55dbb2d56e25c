using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Memoturn.Storage.Recall;

/// <summary>Up to four terms that are looked for in one pass; fewer are padded by repeating the last.</summary>
internal readonly ref struct TermScan
{
    public const int TermsPerPass = 4;

    private readonly Vector256<uint> _first;
    private readonly Vector256<uint> _second;
    private readonly Vector256<uint> _third;
    private readonly Vector256<uint> _fourth;
    private readonly ReadOnlySpan<uint> _wanted;

    /// <param name="wanted">1 to <see cref="TermsPerPass"/> terms.</param>
    public TermScan(ReadOnlySpan<uint> wanted)
    {
        _wanted = wanted;
        _first = Vector256.Create(wanted[0]);
        _second = Vector256.Create(wanted[Math.Min(1, wanted.Length - 1)]);
        _third = Vector256.Create(wanted[Math.Min(2, wanted.Length - 1)]);
        _fourth = Vector256.Create(wanted[^1]);
    }

    /// <summary>Index of the first wanted term at or after <paramref name="start"/>; -1 when there is none.</summary>
    public int Find(ReadOnlySpan<uint> terms, int start)
    {
        var position = start;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var origin = ref MemoryMarshal.GetReference(terms);
            for (; position <= terms.Length - Vector256<uint>.Count; position += Vector256<uint>.Count)
            {
                var found = Matches(Vector256.LoadUnsafe(ref origin, (nuint)position));
                if (found != Vector256<uint>.Zero)
                {
                    return position + BitOperations.TrailingZeroCount(found.ExtractMostSignificantBits());
                }
            }
        }

        return FindOneByOne(terms, position);
    }

    /// <summary>The same without vector instructions.</summary>
    internal int FindOneByOne(ReadOnlySpan<uint> terms, int start)
    {
        var offset = terms[start..].IndexOfAny(_wanted);
        return offset < 0 ? -1 : start + offset;
    }

    private Vector256<uint> Matches(Vector256<uint> block) =>
        Vector256.Equals(block, _first) | Vector256.Equals(block, _second)
        | Vector256.Equals(block, _third) | Vector256.Equals(block, _fourth);
}
