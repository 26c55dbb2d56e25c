using System.Buffers.Binary;
using System.IO.Hashing;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>The fixed part of a record. Layout: docs/formats/commit-log.md; integers are little-endian.</summary>
internal readonly record struct LogRecordHeader
{
    public const int LengthBytes = 168;

    /// <summary>Where records begin: multiples of this.</summary>
    public const int AlignmentBytes = 8;

    public const int MagicOffsetBytes = 8;

    public const ushort FormatVersion = 1;

    private const int HashedFromBytes = 8;

    /// <summary>"MTLR".</summary>
    public static ReadOnlySpan<byte> Magic => "MTLR"u8;

    /// <summary>
    /// Length of the whole record, without the zeros up to the next multiple of <see cref="AlignmentBytes"/>.
    /// </summary>
    public required int RecordBytes { get; init; }

    public required LogRecordStamp Stamp { get; init; }

    public required DatabaseId Database { get; init; }

    public required BranchId Branch { get; init; }

    public required Epoch Epoch { get; init; }

    public required TxId TxId { get; init; }

    public required TxId PreviousTxId { get; init; }

    public required long AtUnixMs { get; init; }

    public required int PageSize { get; init; }

    public required uint PageCount { get; init; }

    public required long RawPageBytes { get; init; }

    public required int EntryCount { get; init; }

    public required int BlockCount { get; init; }

    public required int NameBytes { get; init; }

    /// <summary>Fills in the header, then the checksum over all of <paramref name="record"/> behind it.</summary>
    public void Seal(Span<byte> record)
    {
        Magic.CopyTo(record[MagicOffsetBytes..]);
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], RecordBytes);
        BinaryPrimitives.WriteUInt128LittleEndian(record[16..], Stamp.Log.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(record[32..], Stamp.File);
        BinaryPrimitives.WriteUInt64LittleEndian(record[40..], Stamp.Lsn);
        BinaryPrimitives.WriteUInt64LittleEndian(record[48..], Stamp.SyncedLsn);
        BinaryPrimitives.WriteUInt128LittleEndian(record[56..], Database.Value);
        BinaryPrimitives.WriteUInt128LittleEndian(record[72..], Branch.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(record[88..], Epoch.Number);
        BinaryPrimitives.WriteUInt128LittleEndian(record[96..], Epoch.Claim.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(record[112..], TxId.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(record[120..], PreviousTxId.Value);
        BinaryPrimitives.WriteInt64LittleEndian(record[128..], AtUnixMs);
        BinaryPrimitives.WriteInt32LittleEndian(record[136..], PageSize);
        BinaryPrimitives.WriteUInt32LittleEndian(record[140..], PageCount);
        BinaryPrimitives.WriteInt64LittleEndian(record[144..], RawPageBytes);
        BinaryPrimitives.WriteInt32LittleEndian(record[152..], EntryCount);
        BinaryPrimitives.WriteInt32LittleEndian(record[156..], BlockCount);
        BinaryPrimitives.WriteUInt16LittleEndian(record[160..], FormatVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(record[162..], (ushort)NameBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record[164..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(record, XxHash3.HashToUInt64(record[HashedFromBytes..RecordBytes]));
    }

    /// <summary>
    /// The record length the bytes claim; 0 where no header of a record of that log and file begins here. Checks no
    /// more.
    /// </summary>
    public static int ClaimedBytes(ReadOnlySpan<byte> head, LogId log, ulong file)
    {
        if (head.Length < LengthBytes || !head.Slice(MagicOffsetBytes, Magic.Length).SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt128LittleEndian(head[16..]) != log.Value
            || BinaryPrimitives.ReadUInt64LittleEndian(head[32..]) != file)
        {
            return 0;
        }

        return Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(head[12..]));
    }

    /// <summary>Reads the header of a record that is there whole; false when its checksum does not fit.</summary>
    /// <exception cref="LocalDiskException">The record is whole and of a version this build does not know.</exception>
    public static bool TryRead(ReadOnlySpan<byte> record, out LogRecordHeader header)
    {
        header = default;
        if (record.Length < LengthBytes
            || BinaryPrimitives.ReadInt32LittleEndian(record[12..]) != record.Length
            || BinaryPrimitives.ReadUInt64LittleEndian(record) != XxHash3.HashToUInt64(record[HashedFromBytes..]))
        {
            return false;
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(record[160..]);
        if (version != FormatVersion)
        {
            throw new LocalDiskException(
                $"commit log: a record of format {FormatVersion} expected, found format {version} of a newer build");
        }

        header = Parse(record);
        return header is { EntryCount: >= 0, BlockCount: >= 0 };
    }

    private static LogRecordHeader Parse(ReadOnlySpan<byte> record) => new()
    {
        RecordBytes = record.Length,
        Stamp = new(
            new(BinaryPrimitives.ReadUInt128LittleEndian(record[16..])),
            BinaryPrimitives.ReadUInt64LittleEndian(record[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(record[48..])),
        Database = new(BinaryPrimitives.ReadUInt128LittleEndian(record[56..])),
        Branch = new(BinaryPrimitives.ReadUInt128LittleEndian(record[72..])),
        Epoch = new(
            BinaryPrimitives.ReadUInt64LittleEndian(record[88..]),
            new(BinaryPrimitives.ReadUInt128LittleEndian(record[96..]))),
        TxId = new(BinaryPrimitives.ReadUInt64LittleEndian(record[112..])),
        PreviousTxId = new(BinaryPrimitives.ReadUInt64LittleEndian(record[120..])),
        AtUnixMs = BinaryPrimitives.ReadInt64LittleEndian(record[128..]),
        PageSize = BinaryPrimitives.ReadInt32LittleEndian(record[136..]),
        PageCount = BinaryPrimitives.ReadUInt32LittleEndian(record[140..]),
        RawPageBytes = BinaryPrimitives.ReadInt64LittleEndian(record[144..]),
        EntryCount = BinaryPrimitives.ReadInt32LittleEndian(record[152..]),
        BlockCount = BinaryPrimitives.ReadInt32LittleEndian(record[156..]),
        NameBytes = BinaryPrimitives.ReadUInt16LittleEndian(record[162..]),
    };
}
