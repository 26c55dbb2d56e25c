using System.Security.Cryptography;

namespace Memoturn.DataPlane;

/// <summary>The system's source of randomness, for ids nobody may guess or draw twice.</summary>
#pragma warning disable RS0030, CA5394 // The one place that may: everything else gets it as a Random.
internal sealed class SecureRandom : Random
{
    public override int Next() => RandomNumberGenerator.GetInt32(int.MaxValue);

    public override int Next(int maxValue) => maxValue == 0 ? 0 : RandomNumberGenerator.GetInt32(maxValue);

    public override int Next(int minValue, int maxValue) =>
        minValue == maxValue ? minValue : RandomNumberGenerator.GetInt32(minValue, maxValue);

    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    public override long NextInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToInt64(bytes) & long.MaxValue;
    }

    public override double NextDouble() => Sample();

    public override float NextSingle() => (float)(Sample() * (1 - float.Epsilon));

    protected override double Sample() => (NextInt64() >> 10) * (1.0 / (1L << 53));
}
