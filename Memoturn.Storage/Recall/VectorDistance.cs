using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Memoturn.Storage.Recall;

/// <summary>
/// Distances between vectors of one dimension. Every reader of vectors uses these, so that all agree to the last bit.
/// </summary>
public static class VectorDistance
{
    // A sum of squares below this may have lost components that float32 cannot square.
    private const double LeastFloatSum = 1e-30;

    /// <summary>
    /// 1 - cosine of vectors of finite components, from 0 (same direction) to 2; 1 when either vector is null.
    /// </summary>
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

        var isExact = double.IsFinite(dotSum) && IsExact(leftSum) && IsExact(rightSum);
        return isExact ? Distance(dotSum, leftSum, rightSum) : WideCosine(left, right);
    }

    /// <summary>The scalar product of two codes.</summary>
    internal static int Dot(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        var index = 0;
        var total = 0;
        if (Avx2.IsSupported)
        {
            var sum = Vector256<int>.Zero;
            ref var first = ref MemoryMarshal.GetReference(left);
            ref var second = ref MemoryMarshal.GetReference(right);
            for (; index <= left.Length - Vector128<sbyte>.Count; index += Vector128<sbyte>.Count)
            {
                sum += Avx2.MultiplyAddAdjacent(
                    Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref first, (nuint)index)),
                    Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref second, (nuint)index)));
            }

            total = Vector256.Sum(sum);
        }

        for (; index < left.Length; index++)
        {
            total += left[index] * right[index];
        }

        return total;
    }

    private static bool IsExact(double sum) => sum >= LeastFloatSum && double.IsFinite(sum);

    // Squares of any float32 neither overflow nor vanish in double.
    private static double WideCosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double dot = 0, leftSum = 0, rightSum = 0;
        for (var index = 0; index < left.Length; index++)
        {
            dot += (double)left[index] * right[index];
            leftSum += (double)left[index] * left[index];
            rightSum += (double)right[index] * right[index];
        }

        return leftSum > 0 && rightSum > 0 ? Distance(dot, leftSum, rightSum) : 1;
    }

    private static double Distance(double dot, double leftSum, double rightSum) =>
        Math.Clamp(1 - (dot / Math.Sqrt(leftSum * rightSum)), 0, 2);
}
