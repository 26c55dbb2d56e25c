using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Memoturn.Storage.Databases;

/// <summary>The production source of ids and jitter: thread safe, drawn from the operating system.</summary>
public sealed class SecureRandom : Random
{
    // The base class draws through Sample and NextBytes; everything else is derived from the two.
    public override void NextBytes(Span<byte> buffer) => Fill(buffer);

    public override void NextBytes(byte[] buffer) => Fill(buffer);

    public override int Next() => (int)(Bits() >> 33);

    public override int Next(int maxValue) => Next(0, maxValue);

    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    public override long NextInt64() => (long)(Bits() >> 1);

    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var range = (ulong)(maxValue - minValue);
        return range == 0 ? minValue : minValue + (long)(ulong)(((UInt128)Bits() * range) >> 64);
    }

    public override double NextDouble() => Sample();

    public override float NextSingle() => (Bits() >> 40) * (1.0f / (1 << 24));

    protected override double Sample() => (Bits() >> 11) * (1.0 / (1UL << 53));

    private static ulong Bits()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    private static void Fill(Span<byte> bytes)
    {
#pragma warning disable RS0030 // the one place randomness of the operating system enters
        RandomNumberGenerator.Fill(bytes);
#pragma warning restore RS0030
    }
}
