using System.Buffers.Binary;

namespace Memoturn.Storage.Sqlite;

/// <summary>The fields of page 1 the engine looks at (https://sqlite.org/fileformat2.html, 1.3).</summary>
internal static class DatabaseHeader
{
    public const int SizeBytes = 100;
    public const int PageSizeOffset = 16;
    public const int FormatVersionsOffset = 18;
    public const int ReservedBytesOffset = 20;
    public const int ChangeCounterOffset = 24;
    public const int SchemaCookieOffset = 40;
    public const int LargestRootOffset = 52;
    public const int EncodingOffset = 56;
    public const int IncrementalVacuumOffset = 64;
    public const int VersionValidForOffset = 92;

    public static uint Field(ReadOnlySpan<byte> page, int offset) =>
        BinaryPrimitives.ReadUInt32BigEndian(page[offset..]);

    public static void SetField(Span<byte> page, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(page[offset..], value);

    public static void SetCounters(Span<byte> page, uint value)
    {
        SetField(page, ChangeCounterOffset, value);
        SetField(page, VersionValidForOffset, value);
    }

    /// <summary>
    /// Overwrites a field in a piece of page 1 that begins at <paramref name="pieceOffset"/>, where it lies in it
    /// whole.
    /// </summary>
    public static void Present(Span<byte> piece, long pieceOffset, int offset, uint value)
    {
        var at = offset - pieceOffset;
        if (at >= 0 && at + sizeof(uint) <= piece.Length)
        {
            BinaryPrimitives.WriteUInt32BigEndian(piece[(int)at..], value);
        }
    }

    /// <summary>Whether both pages 1 are the same but for the change counters.</summary>
    public static bool AreEqualButForCounters(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        const int afterCounter = ChangeCounterOffset + sizeof(uint);
        const int afterValidFor = VersionValidForOffset + sizeof(uint);
        return left[..ChangeCounterOffset].SequenceEqual(right[..ChangeCounterOffset])
            && left[afterCounter..VersionValidForOffset].SequenceEqual(right[afterCounter..VersionValidForOffset])
            && left[afterValidFor..].SequenceEqual(right[afterValidFor..]);
    }

    /// <summary>The name of what a commit must not change and would, or null.</summary>
    public static string? FindForbiddenChange(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
        !before.Slice(PageSizeOffset, 2).SequenceEqual(after.Slice(PageSizeOffset, 2)) ? "page size"
        : !before.Slice(FormatVersionsOffset, 2).SequenceEqual(after.Slice(FormatVersionsOffset, 2)) ? "journal format"
        : before[ReservedBytesOffset] != after[ReservedBytesOffset] ? "reserved bytes"
        : Field(before, LargestRootOffset) != 0 != (Field(after, LargestRootOffset) != 0) ? "auto-vacuum mode"
        : Field(before, IncrementalVacuumOffset) != Field(after, IncrementalVacuumOffset) ? "auto-vacuum mode"
        : Field(before, EncodingOffset) != Field(after, EncodingOffset) ? "text encoding"
        : null;
}
