using System.Buffers.Binary;

namespace Memoturn.Storage.Databases;

/// <summary>Draws 128-bit ids from the injected source of randomness.</summary>
public static class RandomIds
{
    public static UInt128 NextUInt128(this Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    public static Nonce NextNonce(this Random random) => new(random.NextUInt128());

    public static BranchId NextBranchId(this Random random) => new(random.NextUInt128());
}
