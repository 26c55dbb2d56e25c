using System.Numerics;
using System.Runtime.InteropServices;

namespace Memoturn.Storage.Recall;

/// <summary>Distances between vectors of one dimension. Every reader of vectors uses these, so that all agree to the last bit.</summary>
public static class VectorDistance
{
    /// <summary>1 - cosine, from 0 (same direction) to 2; 1 when either vector is null.</summary>
    public static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var dot = Vector<float>.Zero;
        var leftSquare = Vector<float>.Zero;
        var rightSquare = Vector<float>.Zero;
        var leftBlocks = MemoryMarshal.Cast<float, Vector<float>>(left);
        var rightBlocks = MemoryMarshal.Cast<float, Vector<float>>(right);
        for (var block = 0; block < leftBlocks.Length; block++)
        {
            dot += leftBlocks[block] * rightBlocks[block];
            leftSquare += leftBlocks[block] * leftBlocks[block];
            rightSquare += rightBlocks[block] * rightBlocks[block];
        }

        double dotSum = Vector.Sum(dot), leftSum = Vector.Sum(leftSquare), rightSum = Vector.Sum(rightSquare);
        for (var index = leftBlocks.Length * Vector<float>.Count; index < left.Length; index++)
        {
            dotSum += (double)left[index] * right[index];
            leftSum += (double)left[index] * left[index];
            rightSum += (double)right[index] * right[index];
        }

        return leftSum > 0 && rightSum > 0 ? Math.Max(0, 1 - (dotSum / Math.Sqrt(leftSum * rightSum))) : 1;
    }

    /// <summary>The scalar product of two codes.</summary>
    internal static int Dot(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        var sum = Vector<int>.Zero;
        var leftBlocks = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(left);
        var rightBlocks = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(right);
        for (var block = 0; block < leftBlocks.Length; block++)
        {
            Vector.Widen(leftBlocks[block], out var leftLow, out var leftHigh);
            Vector.Widen(rightBlocks[block], out var rightLow, out var rightHigh);
            Vector.Widen(leftLow * rightLow, out var first, out var second);
            Vector.Widen(leftHigh * rightHigh, out var third, out var fourth);
            sum += first + second + third + fourth;
        }

        var total = Vector.Sum(sum);
        for (var index = leftBlocks.Length * Vector<sbyte>.Count; index < left.Length; index++)
        {
            total += left[index] * right[index];
        }

        return total;
    }
}
