using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>
/// What must hold of every segment: checked before it is encoded, and after an index was read. Answers the first rule
/// broken.
/// </summary>
internal static class SegmentInvariants
{
    public static string? FirstBroken(Segment header)
    {
        var prefix = ObjectKeys.DatabasePrefix(header.Database);
        return header switch
        {
            _ when !SegmentLayout.IsPageSize(header.PageSize) =>
                $"a page size of 512 to 65536 expected, found {header.PageSize}",
            _ when header.MinTxId > header.MaxTxId =>
                $"an ascending range expected, found {header.MinTxId} to {header.MaxTxId}",
            _ when (header.KeyId == 0) != header.Salt.IsZero =>
                $"a salt with a key, and none without, expected, found key {header.KeyId}",
            _ when header.Refs.Distinct().Count() != header.Refs.Length => "distinct refs expected, found one twice",
            _ when header.Refs.Any(key => !key.Value.StartsWith(prefix, StringComparison.Ordinal)) =>
                $"refs under {prefix} expected, found others",
            _ when header.PageCount > int.MaxValue => $"a page count below 2^31 expected, found {header.PageCount}",
            _ => null,
        };
    }

    public static string? FirstBroken(SegmentIndex index)
    {
        if (index.Header.Kind is SegmentKind.Fence or SegmentKind.Stub && !index.Commits.IsEmpty)
        {
            return $"no data in a {index.Header.Kind} expected, found {index.Commits.Length} commits";
        }

        return FirstBrokenCommit(index) ?? FirstBrokenBlock(index) ?? FirstBrokenEntry(index);
    }

    private static string? FirstBrokenCommit(SegmentIndex index)
    {
        var header = index.Header;
        var last = default(SegmentCommit);
        foreach (var commit in index.Commits)
        {
            var isInOrder = commit.TxId > commit.PreviousTxId
                && commit.PreviousTxId >= last.TxId
                && commit.AtUnixMs >= last.AtUnixMs;
            if (!isInOrder || commit.TxId < header.MinTxId || commit.TxId > header.MaxTxId)
            {
                return $"commits ascending within {header.MinTxId} to {header.MaxTxId} expected, found {commit.TxId} "
                    + $"after {last.TxId}";
            }

            last = commit;
        }

        return index.Commits.IsEmpty || last.PageCount == header.PageCount
            ? null
            : $"page count {header.PageCount} after the last commit expected, found {last.PageCount}";
    }

    private static string? FirstBrokenBlock(SegmentIndex index)
    {
        foreach (var block in index.Blocks)
        {
            if (block.StoredLengthBytes == 0 || block.RawLengthBytes is 0 or > PageBlock.MaxRawBytes)
            {
                return $"a block of 1 to {PageBlock.MaxRawBytes} bytes expected, found {block.RawLengthBytes} in "
                    + $"{block.StoredLengthBytes}";
            }
        }

        return null;
    }

    private static string? FirstBrokenEntry(SegmentIndex index)
    {
        Span<int> seen = new int[index.Commits.Length];
        var lastPage = 0u;
        var lastCommit = -1;
        foreach (var (commitIndex, entry) in index.Entries)
        {
            if (entry.Page.Value < lastPage || (entry.Page.Value == lastPage && commitIndex <= lastCommit))
            {
                return $"entries ascending by page and txid expected, found page {entry.Page} after {lastPage}";
            }

            if (FirstBroken(index, index.Commits[commitIndex], entry) is { } broken)
            {
                return broken;
            }

            (lastPage, lastCommit) = (entry.Page.Value, commitIndex);
            seen[commitIndex]++;
        }

        for (var i = 0; i < seen.Length; i++)
        {
            if (seen[i] != index.Commits[i].EntryCount)
            {
                return $"{index.Commits[i].EntryCount} entries of commit {index.Commits[i].TxId} expected, found "
                    + $"{seen[i]}";
            }
        }

        return null;
    }

    private static string? FirstBroken(SegmentIndex index, SegmentCommit commit, PageEntry entry)
    {
        var header = index.Header;
        var place = $"txid {commit.TxId} page {entry.Page}";
        if (entry.Page.Value == 0 || entry.Page.Value > commit.PageCount || entry.Page == SegmentLayout.LockPage(
            header.PageSize))
        {
            return $"{place}: a page of 1 to {commit.PageCount} other than the lock page expected";
        }

        if (header.MinTxId == TxId.Zero && entry.Kind != PageEntryKind.Whole)
        {
            return $"{place}: whole images in a snapshot expected, found {entry.Kind}";
        }

        return entry.Kind == PageEntryKind.Reference
            ? BrokenReference(header, entry, place)
            : BrokenImage(header.PageSize, index, commit, entry, place);
    }

    private static string? BrokenReference(Segment header, PageEntry entry, string place) =>
        (uint)entry.BlockIndex < (uint)header.Refs.Length && entry is { BaseHash: 0, OffsetBytes: 0, LengthBytes: 0 }
            ? null
            : $"{place}: a reference to one of {header.Refs.Length} refs expected, found {entry}";

    private static string? BrokenImage(
        int pageSize, SegmentIndex index, SegmentCommit commit, PageEntry entry, string place)
    {
        if ((uint)entry.BlockIndex >= (uint)commit.BlockCount)
        {
            return $"{place}: one of {commit.BlockCount} blocks expected, found {entry.BlockIndex}";
        }

        var rawLength = index.Blocks[commit.FirstBlock + entry.BlockIndex].RawLengthBytes;
        if (entry.OffsetBytes < 0 || entry.LengthBytes < 0 || entry.LengthBytes > rawLength - entry.OffsetBytes)
        {
            return $"{place}: bytes within a block of {rawLength} expected, found {entry.LengthBytes} at "
                + $"{entry.OffsetBytes}";
        }

        return entry.Kind switch
        {
            PageEntryKind.Whole when entry.LengthBytes != pageSize =>
                $"{place}: an image of {pageSize} bytes expected, found {entry.LengthBytes}",
            PageEntryKind.Whole when entry is not { BaseHash: 0, BaseTxId.Value: 0 } =>
                $"{place}: a whole image without a base expected",
            PageEntryKind.Delta when entry.LengthBytes >= pageSize =>
                $"{place}: a delta shorter than a page expected, found {entry.LengthBytes}",
            _ => null,
        };
    }
}
