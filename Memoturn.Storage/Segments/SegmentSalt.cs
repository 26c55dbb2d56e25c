using System.Buffers.Binary;

namespace Memoturn.Storage.Segments;

/// <summary>256 random bits an object's key is derived from; zero when the object is not encrypted.</summary>
internal readonly record struct SegmentSalt(UInt128 Low, UInt128 High)
{
    public const int LengthBytes = 32;

    public bool IsZero => this == default;

    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(target, Low);
        BinaryPrimitives.WriteUInt128LittleEndian(target[16..], High);
    }

    public static SegmentSalt Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt128LittleEndian(source), BinaryPrimitives.ReadUInt128LittleEndian(source[16..]));
}
