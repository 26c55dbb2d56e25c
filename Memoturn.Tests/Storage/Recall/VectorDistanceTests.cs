using CsCheck;
using Memoturn.Storage.Recall;

namespace Memoturn.Tests.Storage.Recall;

public sealed class VectorDistanceTests
{
    private static readonly Gen<float[]> Vector = Gen.Float[-1, 1].Array[19];

    [Theory]
    [InlineData(1f, 1f)]
    [InlineData(3e38f, 3e38f)]
    [InlineData(1e20f, 1e-20f)]
    [InlineData(1e-19f, 1f)]
    [InlineData(1e-25f, 1e-25f)]
    [InlineData(1e-38f, 3e38f)]
    public void Length_does_not_change_the_distance(float leftScale, float rightScale) =>
        Gen.Select(Vector, Vector).Sample((left, right) =>
        {
            float[] a = [.. left.Select(value => value * leftScale)];
            float[] b = [.. right.Select(value => value * rightScale)];
            Assert.Equal(Exact(a, b), VectorDistance.Cosine(a, b), 1e-5);
        }, iter: 200);

    [Fact]
    public void Null_vector_is_at_distance_one_and_the_least_component_is_not_null()
    {
        float[] largest = [.. Enumerable.Repeat(float.MaxValue, 16)];
        float[] least = [.. Enumerable.Repeat(float.Epsilon, 16)];

        Assert.Equal(1, VectorDistance.Cosine(largest, new float[16]));
        Assert.Equal(0, VectorDistance.Cosine(largest, least), 1e-12);
        Assert.Equal(2, VectorDistance.Cosine(largest, [.. largest.Select(value => -value)]), 1e-12);
    }

    private static double Exact(float[] left, float[] right)
    {
        var squares = left.Sum(value => (double)value * value) * right.Sum(value => (double)value * value);
        var dot = left.Zip(right, (a, b) => (double)a * b).Sum();
        return squares > 0 ? 1 - (dot / Math.Sqrt(squares)) : 1;
    }
}
