namespace Memoturn.Storage.Schema;

/// <summary>The short forms of a vector that are stored beside its floats (docs/formats/schema.md).</summary>
/// <param name="Scale">A component is its value times this.</param>
/// <param name="Values">One signed byte a component, the largest of them 127 or -127.</param>
/// <param name="Signs">One bit a component, set when it is negative; the lowest bit of a byte comes first.</param>
public sealed record VectorCode(float Scale, sbyte[] Values, byte[] Signs)
{
    private const int BitsPerByte = 8;

    /// <summary>Codes a vector of finite components; a vector of zeros has scale 0.</summary>
    public static VectorCode Of(ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        foreach (var component in vector)
        {
            largest = Math.Max(largest, Math.Abs(component));
        }

        var scale = largest / sbyte.MaxValue;
        var values = new sbyte[vector.Length];
        var signs = new byte[(vector.Length + BitsPerByte - 1) / BitsPerByte];
        for (var i = 0; i < vector.Length; i++)
        {
            values[i] = scale == 0
                ? (sbyte)0
                : (sbyte)Math.Clamp(MathF.Round(vector[i] / scale), -sbyte.MaxValue, sbyte.MaxValue);
            signs[i / BitsPerByte] |= (byte)(vector[i] < 0 ? 1 << (i % BitsPerByte) : 0);
        }

        return new(scale, values, signs);
    }
}
