using System.Collections.Immutable;
using System.IO.Hashing;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>Segments to bytes and back. Layout: docs/formats/segment.md.</summary>
internal static class SegmentCodec
{
    /// <exception cref="InvariantException">
    /// The segment breaks a rule of the format (order, page size, the lock page).
    /// </exception>
    public static ReadOnlyMemory<byte> Encode(Segment segment)
    {
        var index = SegmentIndex.Of(segment);
        RequireEncodable(segment, index);
        var target = new FieldWriter();
        SegmentLayout.WritePreamble(target, segment);
        foreach (var block in segment.Commits.SelectMany(commit => commit.Blocks))
        {
            target.WriteBytes(block.Stored.Span);
        }

        var bodyEnd = target.LengthBytes;
        SegmentHeader.Write(target, segment);
        var headerEnd = target.LengthBytes;
        SegmentIndexCodec.Write(target, index);
        var footer = new SegmentFooter(
            (uint)(headerEnd - bodyEnd),
            (uint)(target.LengthBytes - headerEnd),
            XxHash128.HashToUInt128(target.Written.Span[..bodyEnd]),
            XxHash128.HashToUInt128(target.Written.Span[bodyEnd..]));
        footer.WriteTo(target);
        return target.Written;
    }

    /// <summary>
    /// Verifies everything: checksums, order, bounds, page sizes. The segment's blocks are slices of
    /// <paramref name="content"/>.
    /// </summary>
    /// <exception cref="CorruptObjectException">Names object, expected and found.</exception>
    public static Segment Decode(ReadOnlyMemory<byte> content, ObjectKey key)
    {
        var footer = SegmentFooter.Read(content.Span, content.Length, key);
        footer.RequireBody(content.Span[..^(int)footer.TailLengthBytes], key);
        var index = SegmentIndex.Read(content.Span, footer, content.Length, key);
        SegmentLayout.RequirePreamble(content.Span, index.Header, key);
        return index.Header with { Commits = Commits(index, content) };
    }

    /// <summary>
    /// XxHash128 of the whole object: what the next tail object's <c>prev</c>, and a manifest's runs, hold.
    /// </summary>
    public static UInt128 Hash(ReadOnlySpan<byte> content) => XxHash128.HashToUInt128(content);

    private static ImmutableArray<CapturedCommit> Commits(SegmentIndex index, ReadOnlyMemory<byte> content)
    {
        var entries = index.Commits.Select(commit =>
            ImmutableArray.CreateBuilder<PageEntry>(commit.EntryCount)).ToList();
        foreach (var (commitIndex, entry) in index.Entries)
        {
            entries[commitIndex].Add(entry);
        }

        return
        [
            .. index.Commits.Select((commit, i) => new CapturedCommit(
                commit.TxId,
                commit.PreviousTxId,
                commit.AtUnixMs,
                index.Header.PageSize,
                commit.PageCount,
                entries[i].MoveToImmutable(),
                Blocks(index, commit, content),
                (long)commit.EntryCount * index.Header.PageSize)),
        ];
    }

    private static ImmutableArray<PageBlock> Blocks(
        SegmentIndex index, SegmentCommit commit, ReadOnlyMemory<byte> content)
    {
        var blocks = ImmutableArray.CreateBuilder<PageBlock>(commit.BlockCount);
        for (var i = commit.FirstBlock; i < commit.FirstBlock + commit.BlockCount; i++)
        {
            var block = index.Blocks[i];
            blocks.Add(new(content.Slice((int)block.OffsetBytes, block.StoredLengthBytes), block.RawLengthBytes));
        }

        return blocks.MoveToImmutable();
    }

    private static void RequireEncodable(Segment segment, SegmentIndex index)
    {
        var broken = SegmentInvariants.FirstBroken(segment) ?? SegmentInvariants.FirstBroken(index);
        if (broken is null
            && segment.Commits.FirstOrDefault(commit => commit.PageSize != segment.PageSize) is { } other)
        {
            broken = $"commits of page size {segment.PageSize} expected, found {other.PageSize} in txid {other.TxId}";
        }

        if (broken is not null)
        {
            throw new InvariantException(
                $"segment {segment.Seq} of {segment.Database}, branch {segment.Origin}: {broken}");
        }
    }
}
