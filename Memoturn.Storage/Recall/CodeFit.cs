using Memoturn.Storage.Schema;

namespace Memoturn.Storage.Recall;

/// <summary>How a code lies to the vector it was made of.</summary>
/// <param name="InverseNorm">1 / the length of the code; 0 for the null vector.</param>
/// <param name="Angle">The most the code's direction can differ from the vector's, in radians.</param>
internal readonly record struct CodeFit(float InverseNorm, float Angle)
{
    // Covers the rounding of the angle here and of the float32 sums a distance is made of.
    private const double Rounding = 1e-5;

    public static CodeFit Of(VectorCode code, ReadOnlySpan<float> vector)
    {
        double dot = 0, square = 0;
        for (var index = 0; index < vector.Length; index++)
        {
            dot += (double)vector[index] * code.Values[index];
            square += (double)vector[index] * vector[index];
        }

        double norm = VectorDistance.Dot(code.Values, code.Values);
        if (norm == 0 || square == 0)
        {
            return new(0, MathF.PI);
        }

        var cosine = Math.Min(1, dot / Math.Sqrt(norm * square));
        var angle = 2 * Math.Asin(Math.Sqrt((1 - cosine) / 2));
        return new((float)(1 / Math.Sqrt(norm)), (float)(angle + Rounding));
    }

    /// <summary>The least and the most cosine distance of two vectors whose codes have that scalar product.</summary>
    public (double Least, double Most) Bound(CodeFit other, int dot)
    {
        // cos(x - e) <= cos x + e sin x + e²/2 and cos(x + e) >= cos x - e sin x - e²/2 for all angles x and e > 0.
        var cosine = (double)dot * InverseNorm * other.InverseNorm;
        var angle = (double)Angle + other.Angle;
        var slack = (angle * (Math.Sqrt(Math.Max(0, 1 - (cosine * cosine))) + (angle / 2))) + Rounding;
        return (1 - cosine - slack, 1 - cosine + slack);
    }
}
