using System.Numerics;
using System.Runtime.InteropServices;
using Memoturn.Storage.Schema;

namespace Memoturn.Storage.Recall;

/// <summary>The sign bits of a vector in words of 64, the last one filled up with zeros.</summary>
internal static class SignWords
{
    private const int BitsPerWord = 64;

    public static int Count(int dimension) => (dimension + BitsPerWord - 1) / BitsPerWord;

    public static ulong[] Of(VectorCode code)
    {
        var words = new ulong[Count(code.Values.Length)];
        code.Signs.CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }

    /// <summary>How many signs differ.</summary>
    public static int Hamming(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        var distance = 0;
        for (var word = 0; word < left.Length; word++)
        {
            distance += BitOperations.PopCount(left[word] ^ right[word]);
        }

        return distance;
    }
}
