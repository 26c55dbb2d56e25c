using System.IO.Hashing;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>Segments to bytes and back. Layout: docs/formats/segment.md.</summary>
internal static class SegmentCodec
{
    /// <exception cref="InvariantException">The segment breaks a rule of the format (order, page size, the lock page).</exception>
    public static ReadOnlyMemory<byte> Encode(Segment segment) => throw new NotSupportedException($"{segment}");

    /// <summary>Verifies everything: checksums, order, bounds, page sizes.</summary>
    /// <exception cref="CorruptObjectException">Names object, expected and found.</exception>
    public static Segment Decode(ReadOnlyMemory<byte> bytes, ObjectKey key) => throw new NotSupportedException($"{key} {bytes.Length}");

    /// <summary>XxHash128 of the whole object: what the next tail object's <c>prev</c>, and a manifest's runs, hold.</summary>
    public static UInt128 Hash(ReadOnlySpan<byte> bytes) => XxHash128.HashToUInt128(bytes);
}
