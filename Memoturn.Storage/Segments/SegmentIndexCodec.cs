using System.Collections.Immutable;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>The tables of a segment's index to bytes and back (docs/formats/segment.md).</summary>
internal static class SegmentIndexCodec
{
    private const int KindBits = 2;
    private const int MinCommitBytes = 6;
    private const int MinBlockBytes = 2;
    private const int MinEntryBytes = 11;

    public static void Write(FieldWriter target, SegmentIndex index)
    {
        WriteCommits(target, index.Commits);
        foreach (var block in index.Blocks)
        {
            target.WriteVarint((ulong)block.StoredLengthBytes);
            target.WriteVarint((ulong)block.RawLengthBytes);
        }

        WriteEntries(target, index);
    }

    public static SegmentIndex Read(ReadOnlySpan<byte> bytes, Segment header, long bodyEnd, ObjectKey key)
    {
        var reader = new FieldReader(bytes, key);
        var commits = ReadCommits(ref reader);
        var blocks = ReadBlocks(ref reader, commits, bodyEnd);
        var entries = ReadEntries(ref reader, commits);
        reader.RequireEnd();
        return new(header, commits, blocks, entries);
    }

    private static void WriteCommits(FieldWriter target, ImmutableArray<SegmentCommit> commits)
    {
        target.WriteVarint((ulong)commits.Length);
        var txid = 0ul;
        var at = 0L;
        foreach (var commit in commits)
        {
            target.WriteVarint(commit.TxId.Value - txid);
            target.WriteVarint(commit.TxId.Value - commit.PreviousTxId.Value);
            target.WriteVarint((ulong)(commit.AtUnixMs - at));
            target.WriteVarint(commit.PageCount);
            target.WriteVarint((ulong)commit.EntryCount);
            target.WriteVarint((ulong)commit.BlockCount);
            (txid, at) = (commit.TxId.Value, commit.AtUnixMs);
        }
    }

    private static ImmutableArray<SegmentCommit> ReadCommits(ref FieldReader reader)
    {
        var commits = ImmutableArray.CreateBuilder<SegmentCommit>(reader.ReadCount(MinCommitBytes));
        var last = default(SegmentCommit);
        for (var i = 0; i < commits.Capacity; i++)
        {
            var txid = unchecked(last.TxId.Value + reader.ReadVarint());
            last = new(
                new(txid),
                new(unchecked(txid - reader.ReadVarint())),
                unchecked(last.AtUnixMs + (long)reader.ReadVarint()),
                (uint)reader.ReadInt32(int.MaxValue),
                reader.ReadCount(1),
                last.FirstBlock + last.BlockCount,
                reader.ReadCount(1));
            commits.Add(last);
        }

        return commits.MoveToImmutable();
    }

    private static ImmutableArray<SegmentBlock> ReadBlocks(
        ref FieldReader reader, ImmutableArray<SegmentCommit> commits, long bodyEnd)
    {
        var count = commits.Sum(commit => (long)commit.BlockCount);
        if (count > reader.RemainingBytes / MinBlockBytes)
        {
            throw reader.Corrupt($"{count} blocks", $"{reader.RemainingBytes} bytes");
        }

        var blocks = ImmutableArray.CreateBuilder<SegmentBlock>((int)count);
        long offset = SegmentLayout.PreambleLengthBytes;
        for (var i = 0; i < count; i++)
        {
            var block = new SegmentBlock(
                offset, reader.ReadInt32(int.MaxValue), reader.ReadInt32(PageBlock.MaxRawBytes));
            blocks.Add(block);
            offset += block.StoredLengthBytes;
        }

        return offset == bodyEnd
            ? blocks.MoveToImmutable()
            : throw reader.Corrupt($"blocks up to byte {bodyEnd}", $"up to {offset}");
    }

    private static void WriteEntries(FieldWriter target, SegmentIndex index)
    {
        var page = 0u;
        foreach (var (commitIndex, entry) in index.Entries)
        {
            target.WriteVarint(entry.Page.Value - page);
            target.WriteVarint(((ulong)commitIndex << KindBits) | (ulong)entry.Kind);
            target.WriteUInt64(entry.ResultHash);
            WriteSource(target, entry, index.Commits[commitIndex].TxId);
            page = entry.Page.Value;
        }
    }

    private static void WriteSource(FieldWriter target, PageEntry entry, TxId txid)
    {
        target.WriteVarint((ulong)entry.BlockIndex);
        if (entry.Kind != PageEntryKind.Whole)
        {
            target.WriteVarint(ZigZag(unchecked((long)(txid.Value - entry.BaseTxId.Value))));
        }

        if (entry.Kind == PageEntryKind.Delta)
        {
            target.WriteUInt64(entry.BaseHash);
        }

        if (entry.Kind != PageEntryKind.Reference)
        {
            target.WriteVarint((ulong)entry.OffsetBytes);
            target.WriteVarint((ulong)entry.LengthBytes);
        }
    }

    private static ImmutableArray<SegmentEntry> ReadEntries(
        ref FieldReader reader, ImmutableArray<SegmentCommit> commits)
    {
        var count = commits.Sum(commit => (long)commit.EntryCount);
        if (count > reader.RemainingBytes / MinEntryBytes)
        {
            throw reader.Corrupt($"{count} entries", $"{reader.RemainingBytes} bytes");
        }

        var entries = ImmutableArray.CreateBuilder<SegmentEntry>((int)count);
        var page = 0u;
        for (var i = 0; i < count; i++)
        {
            page = unchecked(page + (uint)reader.ReadInt32(int.MaxValue));
            entries.Add(ReadEntry(ref reader, page, commits));
        }

        return entries.MoveToImmutable();
    }

    private static SegmentEntry ReadEntry(ref FieldReader reader, uint page, ImmutableArray<SegmentCommit> commits)
    {
        var packed = reader.ReadVarint();
        var kind = (PageEntryKind)(packed & ((1 << KindBits) - 1));
        var commitIndex = packed >> KindBits;
        if (commitIndex >= (ulong)commits.Length || kind > PageEntryKind.Reference)
        {
            throw reader.Corrupt(
                $"an entry of one of {commits.Length} commits", $"commit {commitIndex}, kind {(byte)kind}");
        }

        var txid = commits[(int)commitIndex].TxId.Value;
        var resultHash = reader.ReadUInt64();
        var blockIndex = reader.ReadInt32(int.MaxValue);
        var baseTxId = kind == PageEntryKind.Whole ? 0 : unchecked(txid - (ulong)UnZigZag(reader.ReadVarint()));
        var baseHash = kind == PageEntryKind.Delta ? reader.ReadUInt64() : 0;
        var offset = kind == PageEntryKind.Reference ? 0 : reader.ReadInt32(PageBlock.MaxRawBytes);
        var length = kind == PageEntryKind.Reference ? 0 : reader.ReadInt32(PageBlock.MaxRawBytes);
        return new(
            (int)commitIndex, new(new(page), kind, new(baseTxId), baseHash, resultHash, blockIndex, offset, length));
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
