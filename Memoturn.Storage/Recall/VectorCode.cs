using System.Numerics;

namespace Memoturn.Storage.Recall;

/// <summary>A vector reduced twice: to one signed byte, and to one bit (its sign) a dimension.</summary>
/// <param name="Scale">The value of one step of the code; 0 for the null vector.</param>
/// <param name="Code">One byte a dimension, -127..127, the value divided by the scale.</param>
/// <param name="Signs">One bit a dimension, set for a positive value, in words of 64, the lowest bit first.</param>
public sealed record VectorCode(float Scale, sbyte[] Code, ulong[] Signs)
{
    private const int Steps = 127;

    public static VectorCode Of(ReadOnlySpan<float> vector)
    {
        var code = new sbyte[vector.Length];
        var signs = new ulong[SignWords(vector.Length)];
        var largest = 0f;
        foreach (var value in vector)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        var scale = largest / Steps;
        for (var index = 0; index < vector.Length; index++)
        {
            code[index] = scale > 0 ? (sbyte)MathF.Round(vector[index] / scale) : (sbyte)0;
            signs[index / 64] |= vector[index] > 0 ? 1UL << (index % 64) : 0;
        }

        return new(scale, code, signs);
    }

    internal static int SignWords(int dimension) => (dimension + 63) / 64;

    /// <summary>How many signs differ.</summary>
    internal static int Hamming(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right)
    {
        var distance = 0;
        for (var word = 0; word < left.Length; word++)
        {
            distance += BitOperations.PopCount(left[word] ^ right[word]);
        }

        return distance;
    }
}
