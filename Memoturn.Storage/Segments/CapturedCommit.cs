using System.Collections.Immutable;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Segments;

/// <summary>
/// One commit as captured when SQLite published it: the bytes the commit log writes and the segment ships, made once.
/// </summary>
/// <param name="PreviousTxId">The txid the branch was at before; numbers between the two do not exist.</param>
/// <param name="AtUnixMs">The commit's time; never below that of the previous commit.</param>
/// <param name="PageCount">Pages of the database after the commit; entries above it are gone.</param>
/// <param name="Entries">Ascending by page, each page once.</param>
/// <param name="RawPageBytes">Changed pages times the page size: what shipping whole pages would have cost.</param>
public sealed record CapturedCommit(
    TxId TxId,
    TxId PreviousTxId,
    long AtUnixMs,
    int PageSize,
    uint PageCount,
    ImmutableArray<PageEntry> Entries,
    ImmutableArray<PageBlock> Blocks,
    long RawPageBytes)
{
    private const int EntryBytes = 32;

    /// <summary>About what the commit takes in the log, in a segment and in memory.</summary>
    public long StoredBytes
    {
        get
        {
            var bytes = Entries.Length * (long)EntryBytes;
            foreach (var block in Blocks)
            {
                bytes += block.Stored.Length;
            }

            return bytes;
        }
    }
}
