using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Memoturn.Storage.Segments;

/// <summary>The byte difference of one page image to an earlier image of the same page.</summary>
/// <remarks>
/// Layout (docs/formats/page-delta.md): runs of (skip, length, bytes), skip and length as LEB128; skip counts the
/// bytes kept since the end of the run before. What no run covers is as in the base. Nothing at all means equal images.
/// </remarks>
internal static class PageDelta
{
    /// <summary>
    /// Equal bytes between two differences that do not end a run: what a new run costs before packing.
    /// </summary>
    private const int MinSkipBytes = 4;

    /// <summary>
    /// Writes the delta, or returns false when it does not fit into <paramref name="target"/>: the page is then kept
    /// whole.
    /// </summary>
    public static bool TryEncode(
        ReadOnlySpan<byte> baseImage, ReadOnlySpan<byte> image, Span<byte> target, out int lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(baseImage.Length, image.Length);
        Span<ulong> words = stackalloc ulong[(image.Length + 63) / 64];
        var differences = new DifferenceMap(baseImage, image, words);
        var position = 0;
        lengthBytes = 0;
        for (
            var start = differences.NextDifferent(0); start < image.Length; start = differences.NextDifferent(position))
        {
            var end = RunEnd(differences, start, image.Length);
            var run = new Varint(target[lengthBytes..]);
            if (!run.TryWrite(start - position) || !run.TryWrite(end - start)
                || !image[start..end].TryCopyTo(target[(lengthBytes + run.LengthBytes)..]))
            {
                return false;
            }

            lengthBytes += run.LengthBytes + end - start;
            position = end;
        }

        return true;
    }

    /// <summary>Makes the image of <paramref name="baseImage"/> and <paramref name="delta"/>.</summary>
    /// <exception cref="CorruptObjectException">The delta is not one of a page of this size.</exception>
    public static void Apply(ReadOnlySpan<byte> baseImage, ReadOnlySpan<byte> delta, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(baseImage.Length, into.Length);
        baseImage.CopyTo(into);
        var position = 0;
        for (var offset = 0; offset < delta.Length;)
        {
            var skip = ReadCount(delta, ref offset);
            var length = ReadCount(delta, ref offset);
            if (length == 0 || length > delta.Length - offset || skip > into.Length - position - length)
            {
                throw new CorruptObjectException(
                    $"page delta of {delta.Length} bytes: a run of {length} after a skip of {skip} expected to fit "
                    + $"at {position} of {into.Length}");
            }

            position += skip;
            delta.Slice(offset, length).CopyTo(into[position..]);
            position += length;
            offset += length;
        }
    }

    private static int RunEnd(DifferenceMap differences, int start, int lengthBytes)
    {
        var end = differences.NextEqual(start);
        for (var next = differences.NextDifferent(end); next < lengthBytes
            && next - end < MinSkipBytes; next = differences.NextDifferent(end))
        {
            end = differences.NextEqual(next);
        }

        return end;
    }

    private static int ReadCount(ReadOnlySpan<byte> delta, ref int offset) =>
        Varint.TryRead(delta, ref offset, out var value)
            ? value
            : throw new CorruptObjectException(
                $"page delta of {delta.Length} bytes: a count expected at {offset}, found none");

    /// <summary>One bit a byte: set where the images differ.</summary>
    private readonly ref struct DifferenceMap
    {
        private readonly ReadOnlySpan<ulong> _words;
        private readonly int _length;

        public DifferenceMap(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<ulong> words)
        {
            ref var left = ref MemoryMarshal.GetReference(a);
            ref var right = ref MemoryMarshal.GetReference(b);
            var whole = a.Length / 64;
            for (var word = 0; word < whole; word++)
            {
                var low = Different(ref left, ref right, (nuint)word * 64);
                var high = Different(ref left, ref right, ((nuint)word * 64) + 32);
                words[word] = low | ((ulong)high << 32);
            }

            for (var index = whole * 64; index < a.Length; index++)
            {
                words[whole] |= a[index] == b[index] ? 0 : 1UL << index;
            }

            _words = words;
            _length = a.Length;
        }

        public int NextDifferent(int from) => Next(from, 0);

        public int NextEqual(int from) => Next(from, ulong.MaxValue);

        private static uint Different(ref byte left, ref byte right, nuint offset) =>
            ~Vector256.Equals(Vector256.LoadUnsafe(ref left, offset), Vector256.LoadUnsafe(ref right, offset))
                .ExtractMostSignificantBits();

        private int Next(int from, ulong flip)
        {
            if (from >= _length)
            {
                return _length;
            }

            var word = from / 64;
            var bits = (_words[word] ^ flip) & (ulong.MaxValue << from);
            while (bits == 0)
            {
                if (++word == _words.Length)
                {
                    return _length;
                }

                bits = _words[word] ^ flip;
            }

            return Math.Min(_length, (word * 64) + BitOperations.TrailingZeroCount(bits));
        }
    }
}
