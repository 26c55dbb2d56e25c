using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.CommitLogs;

/// <summary>Writes and reads one record: header, branch name, page entries, block lengths, block bytes.</summary>
/// <remarks>Layout: docs/formats/commit-log.md.</remarks>
internal static class LogRecordFormat
{
    private const int EntryBytes = 40;
    private const int BlockHeadBytes = 8;

    public static long Measure(LogRecord record)
    {
        long length = LogRecordHeader.LengthBytes + record.Name.ToString().Length;
        length += (long)record.Commit.Entries.Length * EntryBytes;
        foreach (var block in record.Commit.Blocks)
        {
            length += BlockHeadBytes + block.Stored.Length;
        }

        return length;
    }

    /// <summary>
    /// Writes the record; <paramref name="target"/> is exactly as long as <see cref="Measure"/> says.
    /// </summary>
    public static void Write(LogRecord record, LogRecordStamp stamp, Span<byte> target)
    {
        var commit = record.Commit;
        var nameBytes = Encoding.ASCII.GetBytes(record.Name.ToString(), target[LogRecordHeader.LengthBytes..]);
        var rest = target[(LogRecordHeader.LengthBytes + nameBytes)..];
        foreach (var entry in commit.Entries)
        {
            WriteEntry(entry, rest);
            rest = rest[EntryBytes..];
        }

        foreach (var block in commit.Blocks)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, block.RawLengthBytes);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], block.Stored.Length);
            rest = rest[BlockHeadBytes..];
        }

        foreach (var block in commit.Blocks)
        {
            block.Stored.Span.CopyTo(rest);
            rest = rest[block.Stored.Length..];
        }

        HeaderOf(record, stamp, target.Length, nameBytes).Seal(target);
    }

    /// <summary>Makes the record of bytes that <see cref="LogRecordHeader.TryRead"/> has accepted.</summary>
    /// <exception cref="CorruptObjectException">Lengths inside the record do not fit it.</exception>
    public static LogRecord Read(LogRecordHeader header, ReadOnlySpan<byte> record)
    {
        var name = NameOf(header, record);
        var offset = LogRecordHeader.LengthBytes + header.NameBytes;
        var heads = offset + ((long)header.EntryCount * EntryBytes);
        var bodies = heads + ((long)header.BlockCount * BlockHeadBytes);
        if (bodies > record.Length)
        {
            throw Corrupt(header, $"{header.EntryCount} entries and {header.BlockCount} blocks expected to fit "
                + $"{record.Length} bytes");
        }

        var entries = new PageEntry[header.EntryCount];
        for (var index = 0; index < entries.Length; index++)
        {
            entries[index] = ReadEntry(record[(offset + (index * EntryBytes))..]);
        }

        var blocks = ReadBlocks(header, record[(int)heads..(int)bodies], record[(int)bodies..]);
        return new(header.Database, name, header.Branch, header.Epoch, new(
            header.TxId, header.PreviousTxId, header.AtUnixMs, header.PageSize, header.PageCount,
            ImmutableCollectionsMarshal.AsImmutableArray(entries), blocks, header.RawPageBytes));
    }

    /// <summary>The branch name of a record.</summary>
    /// <exception cref="CorruptObjectException">It is no branch name.</exception>
    public static DatabaseSpec NameOf(LogRecordHeader header, ReadOnlySpan<byte> record)
    {
        var end = LogRecordHeader.LengthBytes + header.NameBytes;
        if (end <= record.Length
            && DatabaseSpec.TryParse(Encoding.Latin1.GetString(record[LogRecordHeader.LengthBytes..end]), null,
                out var name))
        {
            return name;
        }

        throw Corrupt(header, $"a database spec of {header.NameBytes} bytes expected");
    }

    private static LogRecordHeader HeaderOf(
        LogRecord record, LogRecordStamp stamp, int recordBytes, int nameBytes) => new()
        {
            RecordBytes = recordBytes,
            Stamp = stamp,
            Database = record.Database,
            Branch = record.Branch,
            Epoch = record.Epoch,
            TxId = record.Commit.TxId,
            PreviousTxId = record.Commit.PreviousTxId,
            AtUnixMs = record.Commit.AtUnixMs,
            PageSize = record.Commit.PageSize,
            PageCount = record.Commit.PageCount,
            RawPageBytes = record.Commit.RawPageBytes,
            EntryCount = record.Commit.Entries.Length,
            BlockCount = record.Commit.Blocks.Length,
            NameBytes = nameBytes,
        };

    private static void WriteEntry(PageEntry entry, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, entry.Page.Value);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], entry.OffsetBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], entry.LengthBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], (entry.BlockIndex << 8) | (byte)entry.Kind);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], entry.BaseTxId.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], entry.BaseHash);
        BinaryPrimitives.WriteUInt64LittleEndian(target[32..], entry.ResultHash);
    }

    private static PageEntry ReadEntry(ReadOnlySpan<byte> source)
    {
        var blockAndKind = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]);
        return new(
            new(BinaryPrimitives.ReadUInt32LittleEndian(source)),
            (PageEntryKind)(byte)blockAndKind,
            new(BinaryPrimitives.ReadUInt64LittleEndian(source[16..])),
            BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[32..]),
            (int)(blockAndKind >> 8),
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]));
    }

    private static ImmutableArray<PageBlock> ReadBlocks(
        LogRecordHeader header, ReadOnlySpan<byte> heads, ReadOnlySpan<byte> bodies)
    {
        var blocks = new PageBlock[header.BlockCount];
        for (var index = 0; index < blocks.Length; index++)
        {
            var head = heads[(index * BlockHeadBytes)..];
            var rawLength = BinaryPrimitives.ReadInt32LittleEndian(head);
            var storedLength = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
            if (rawLength < storedLength || storedLength < 0 || storedLength > bodies.Length)
            {
                throw Corrupt(header, $"block {index} of {storedLength} bytes expected to fit {bodies.Length}");
            }

            blocks[index] = new(bodies[..storedLength].ToArray(), rawLength);
            bodies = bodies[storedLength..];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(blocks);
    }

    private static CorruptObjectException Corrupt(LogRecordHeader header, string found) =>
        new($"commit log record {header.Stamp.Lsn} of file {header.Stamp.File}, branch {header.Branch} txid "
            + $"{header.TxId}: {found}");
}
