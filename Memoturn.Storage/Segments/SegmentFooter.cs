using System.IO.Hashing;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>
/// The last bytes of a segment: where its header and index begin, and the checksums of the rest
/// (docs/formats/segment.md).
/// </summary>
/// <param name="HeaderLengthBytes">The header lies before the index.</param>
/// <param name="IndexLengthBytes">The index lies before the footer.</param>
/// <param name="BodyHash">XxHash128 of everything before the header.</param>
/// <param name="IndexHash">XxHash128 of header and index.</param>
internal readonly record struct SegmentFooter(
    uint HeaderLengthBytes, uint IndexLengthBytes, UInt128 BodyHash, UInt128 IndexHash)
{
    public const int LengthBytes = 44;

    /// <summary>"MTSF".</summary>
    private const uint Magic = 0x4653_544D;

    public long TailLengthBytes => (long)HeaderLengthBytes + IndexLengthBytes + LengthBytes;

    public void WriteTo(FieldWriter target)
    {
        target.WriteUInt32(HeaderLengthBytes);
        target.WriteUInt32(IndexLengthBytes);
        target.WriteUInt128(BodyHash);
        target.WriteUInt128(IndexHash);
        target.WriteUInt32(Magic);
    }

    /// <param name="tail">
    /// The last bytes of the object, at least <see cref="LengthBytes"/> unless the object is shorter.
    /// </param>
    /// <param name="objectLengthBytes">Length of the whole object.</param>
    /// <exception cref="CorruptObjectException">The object does not end in a footer that fits it.</exception>
    public static SegmentFooter Read(ReadOnlySpan<byte> tail, long objectLengthBytes, ObjectKey key)
    {
        if (tail.Length < LengthBytes)
        {
            throw new CorruptObjectException(
                $"{key}: a segment of at least {LengthBytes} bytes expected, found {tail.Length}");
        }

        var reader = new FieldReader(tail[^LengthBytes..], key);
        var footer = new SegmentFooter(
            reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt128(), reader.ReadUInt128());
        var magic = reader.ReadUInt32();
        if (magic != Magic)
        {
            throw new CorruptObjectException($"{key}: footer mark {Magic:x8} expected, found {magic:x8}");
        }

        return footer.TailLengthBytes <= objectLengthBytes - SegmentLayout.PreambleLengthBytes
            ? footer
            : throw new CorruptObjectException(
                $"{key}: header and index within {objectLengthBytes} bytes expected, found {footer.TailLengthBytes} "
                + "bytes of them");
    }

    /// <exception cref="CorruptObjectException">The checksum is another one.</exception>
    public void RequireBody(ReadOnlySpan<byte> body, ObjectKey key) => Require(BodyHash, body, "body", key);

    /// <exception cref="CorruptObjectException">The checksum is another one.</exception>
    public void RequireIndex(ReadOnlySpan<byte> headerAndIndex, ObjectKey key) =>
        Require(IndexHash, headerAndIndex, "index", key);

    private static void Require(UInt128 expected, ReadOnlySpan<byte> bytes, string part, ObjectKey key)
    {
        var found = XxHash128.HashToUInt128(bytes);
        if (found != expected)
        {
            throw new CorruptObjectException(
                $"{key}: checksum of the {part} {expected:x32} expected, found {found:x32}");
        }
    }
}
