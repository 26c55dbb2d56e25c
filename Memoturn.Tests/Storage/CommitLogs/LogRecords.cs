using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.CommitLogs;

/// <summary>Records as the tests append them: one page, content that depends on the txid.</summary>
internal static class LogRecords
{
    public static readonly LogId Log = new(42);

    public static LogRecord Create(int branch, ulong txId, ulong previous, ulong epoch = 1, int contentBytes = 100)
    {
        var content = new byte[contentBytes];
        new Random(HashSeed(branch, txId)).NextBytes(content);
        return new(
            new((UInt128)(1000 + branch)), DatabaseSpec.Parse("acme--bot", null), new((UInt128)branch),
                new(epoch, new((UInt128)7)), new(
                new(txId), new(previous), 1_700_000_000_000 + (long)txId, 1024, 3,
                [new(new(2), PageEntryKind.Delta, new(previous), 5, 6, 0, 0, contentBytes)],
                [new PageBlock(content, contentBytes)],
                1024));
    }

    public static BranchId Branch(int branch) => new((UInt128)branch);

    public static void AssertEqual(LogRecord expected, LogRecord actual)
    {
        Assert.Equal(
            expected with { Commit = expected.Commit with { Entries = [], Blocks = [] } },
            actual with { Commit = actual.Commit with { Entries = [], Blocks = [] } });
        Assert.Equal(expected.Commit.Entries.AsEnumerable(), actual.Commit.Entries.AsEnumerable());
        Assert.Equal(
            expected.Commit.Blocks.Select(block => (block.RawLengthBytes, Convert.ToHexString(block.Stored.Span))),
            actual.Commit.Blocks.Select(block => (block.RawLengthBytes, Convert.ToHexString(block.Stored.Span))));
    }

    private static int HashSeed(int branch, ulong txId) => unchecked((branch * 31) + (int)txId);
}
