using System.Numerics;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Segments;

/// <summary>Constants and small rules of the segment format (docs/formats/segment.md).</summary>
internal static class SegmentLayout
{
    public const byte FormatVersion = 1;
    public const int PreambleLengthBytes = 8;
    public const int MinPageSize = 512;
    public const int MaxPageSize = 65_536;

    /// <summary>"MTSG".</summary>
    public const uint Magic = 0x4753_544D;

    /// <summary>SQLite never uses the page that holds this byte.</summary>
    private const uint LockByte = 1u << 30;

    public static bool IsPageSize(int pageSize) =>
        pageSize is >= MinPageSize and <= MaxPageSize && BitOperations.IsPow2(pageSize);

    /// <summary>The page that is never stored and reads as zeros.</summary>
    public static PageNumber LockPage(int pageSize) => new((LockByte / (uint)pageSize) + 1);

    public static void WritePreamble(FieldWriter target, Segment segment)
    {
        target.WriteUInt32(Magic);
        target.WriteByte(FormatVersion);
        target.WriteByte((byte)segment.Kind);
        target.WriteByte((byte)BitOperations.Log2((uint)segment.PageSize));
        target.WriteByte(0);
    }

    /// <exception cref="CorruptObjectException">The object is no segment of this format.</exception>
    public static void RequirePreamble(ReadOnlySpan<byte> content, Segment header, ObjectKey key)
    {
        var expected = new FieldWriter();
        WritePreamble(expected, header);
        if (!content[..PreambleLengthBytes].SequenceEqual(expected.Written.Span))
        {
            throw new CorruptObjectException(
                $"{key}: segment beginning {Convert.ToHexStringLower(expected.Written.Span)} expected, found "
                + $"{Convert.ToHexStringLower(content[..PreambleLengthBytes])}");
        }
    }
}
