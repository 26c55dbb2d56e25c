using System.Collections.Immutable;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>
/// What a reader needs to find any page of an object without its body: the object's last
/// <see cref="SegmentFooter.TailLengthBytes"/> bytes (docs/formats/segment.md).
/// </summary>
/// <param name="Header">The segment without its commits.</param>
/// <param name="Commits">Ascending by txid.</param>
/// <param name="Blocks">In the order of the body, commit by commit.</param>
/// <param name="Entries">Ascending by (page, txid), none twice.</param>
internal sealed record SegmentIndex(
    Segment Header, ImmutableArray<SegmentCommit> Commits, ImmutableArray<SegmentBlock> Blocks,
    ImmutableArray<SegmentEntry> Entries)
{
    /// <summary>The index a segment gets when it is encoded.</summary>
    public static SegmentIndex Of(Segment segment)
    {
        var commits = ImmutableArray.CreateBuilder<SegmentCommit>(segment.Commits.Length);
        var blocks = ImmutableArray.CreateBuilder<SegmentBlock>();
        long offset = SegmentLayout.PreambleLengthBytes;
        foreach (var commit in segment.Commits)
        {
            commits.Add(new(
                commit.TxId, commit.PreviousTxId, commit.AtUnixMs, commit.PageCount, commit.Entries.Length,
                blocks.Count, commit.Blocks.Length));
            foreach (var block in commit.Blocks)
            {
                blocks.Add(new(offset, block.Stored.Length, block.RawLengthBytes));
                offset += block.Stored.Length;
            }
        }

        var entries = segment.Commits
            .SelectMany((commit, i) => commit.Entries.Select(entry => new SegmentEntry(i, entry)))
            .OrderBy(row => row.Entry.Page.Value)
            .ThenBy(row => row.CommitIndex);
        return new(segment with { Commits = [] }, commits.MoveToImmutable(), blocks.ToImmutable(), [.. entries]);
    }

    /// <summary>Reads the index from the end of an object and verifies it.</summary>
    /// <param name="tail">The last bytes of the object, <paramref name="footer"/>'s tail length at least.</param>
    /// <exception cref="CorruptObjectException">Names object, expected and found.</exception>
    public static SegmentIndex Read(
        ReadOnlySpan<byte> tail, SegmentFooter footer, long objectLengthBytes, ObjectKey key)
    {
        var bytes = tail[^(int)footer.TailLengthBytes..^SegmentFooter.LengthBytes];
        footer.RequireIndex(bytes, key);
        var header = SegmentHeader.Read(bytes[..(int)footer.HeaderLengthBytes], key);
        var bodyEnd = objectLengthBytes - footer.TailLengthBytes;
        var index = SegmentIndexCodec.Read(bytes[(int)footer.HeaderLengthBytes..], header, bodyEnd, key);
        var broken = SegmentInvariants.FirstBroken(header) ?? SegmentInvariants.FirstBroken(index);
        return broken is null ? index : throw new CorruptObjectException($"{key}: {broken}");
    }

    public SegmentBlock BlockOf(SegmentEntry entry) =>
        Blocks[Commits[entry.CommitIndex].FirstBlock + entry.Entry.BlockIndex];
}
