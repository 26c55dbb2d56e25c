using System.Collections.Immutable;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.Segments;

/// <summary>Segments to begin a test from. Their blocks are random bytes: the codec never looks into them.</summary>
internal static class SampleSegments
{
    public static readonly DatabaseId Database = DatabaseId.Parse("0123456789ab4def8123456789abcdef", null);

    public static readonly BranchId Branch = BranchId.Parse("11111111222222223333333344444444", null);

    public static readonly ObjectKey Key = ObjectKeys.Tail(Database, Branch, 7);

    /// <summary>One commit of a delta and a whole page, as a tail object.</summary>
    public static Segment Small() => Tail(
        512,
        new CapturedCommit(
            new(41),
            new(40),
            1_700_000_000_123,
            512,
            3,
            [
                new(new(1), PageEntryKind.Delta, new(40), 0x1112131415161718, 0x2122232425262728, 0, 0, 9),
                new(new(3), PageEntryKind.Whole, default, 0, 0x3132333435363738, 0, 9, 512),
            ],
            [new(new byte[] { 1, 2, 3, 4, 5 }, 521)],
            1024));

    public static Segment Fence() => Tail(512) with { Kind = SegmentKind.Fence, Hi = new(65_536) };

    public static Segment Tail(int pageSize, params ImmutableArray<CapturedCommit> commits) => new()
    {
        Database = Database,
        Origin = Branch,
        Seq = 7,
        Previous = 0xdeadbeef,
        Epoch = new(3, new(0xc1a1)),
        Nonce = new(0x40ce),
        Hi = commits.IsEmpty ? default : commits[^1].TxId,
        MinTxId = commits.IsEmpty ? default : commits[0].TxId,
        MaxTxId = commits.IsEmpty ? default : commits[^1].TxId,
        PageSize = pageSize,
        PageCount = commits.IsEmpty ? 0 : commits[^1].PageCount,
        Commits = commits,
    };

    /// <summary>
    /// Several commits of random entries of every kind; pages lie around the lock page and at both ends of the file.
    /// </summary>
    public static Segment Random(Random random, int pageSize)
    {
        var refs = Enumerable.Range(1, 3).Select(n =>
            ObjectKeys.Run(Database, new(0), new((ulong)n), new((ulong)n))).ToImmutableArray();
        var pageCount = SegmentLayout.LockPage(pageSize).Value + 50;
        var commits = ImmutableArray.CreateBuilder<CapturedCommit>();
        var txid = new TxId((ulong)random.Next(1, 1 << 20));
        var at = 1_700_000_000_000L;
        for (var i = random.Next(0, 4); i > 0; i--)
        {
            var next = new TxId(txid.Value + (ulong)random.Next(1, 70_000));
            at += random.Next(0, 5000);
            commits.Add(Commit(random, next, txid, at, pageSize, pageCount, refs.Length));
            txid = next;
        }

        var isEncrypted = random.Next(2) == 0;
        return Tail(pageSize, commits.ToImmutable()) with
        {
            Refs = refs,
            KeyId = isEncrypted ? 5u : 0,
            Salt = isEncrypted ? new(random.NextUInt128(), random.NextUInt128()) : default,
        };
    }

    private static CapturedCommit Commit(
        Random random, TxId txid, TxId previous, long at, int pageSize, uint pageCount, int refCount)
    {
        var entries = ImmutableArray.CreateBuilder<PageEntry>();
        var blocks = ImmutableArray.CreateBuilder<PageBlock>();
        foreach (var page in Pages(random, pageSize, pageCount))
        {
            var isWhole = random.Next(2) == 0;
            var length = isWhole ? pageSize : random.Next(0, pageSize);
            if (random.Next(4) == 0)
            {
                entries.Add(new(
                    new(page), PageEntryKind.Reference, new((ulong)random.Next()), 0, (ulong)random.NextInt64(),
                    random.Next(refCount), 0, 0));
                continue;
            }

            var stored = new byte[random.Next(1, 40)];
            random.NextBytes(stored);
            var rawLength = random.Next(Math.Max(length, 1), PageBlock.MaxRawBytes + 1);
            entries.Add(new(
                new(page),
                isWhole ? PageEntryKind.Whole : PageEntryKind.Delta,
                isWhole ? default : new((ulong)random.NextInt64()),
                isWhole ? 0 : (ulong)random.NextInt64(),
                (ulong)random.NextInt64(),
                blocks.Count,
                random.Next(0, rawLength - length + 1),
                length));
            blocks.Add(new(stored, rawLength));
        }

        return new(
            txid, previous, at, pageSize, pageCount, entries.ToImmutable(), blocks.ToImmutable(),
            (long)entries.Count * pageSize);
    }

    private static IEnumerable<uint> Pages(Random random, int pageSize, uint pageCount)
    {
        var lockPage = SegmentLayout.LockPage(pageSize).Value;
        uint[] candidates = [1, 2, 3, 40, 1000, lockPage - 1, lockPage + 1, pageCount];
        return candidates.Where(page => page <= pageCount && random.Next(2) == 0).Distinct().Order();
    }
}
