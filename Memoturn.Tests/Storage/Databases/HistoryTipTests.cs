using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.Databases;

public sealed class HistoryTipTests
{
    private static readonly DatabaseId Database = new(1);
    private static readonly BranchId Branch = new(2);

    [Fact]
    public void A_fence_reports_the_numbers_its_predecessor_may_have_used_as_lost()
    {
        var tip = Append(Append(HistoryTip.Empty, Fence(1, hi: 0)), Data(1, 1));
        tip = Append(tip, Fence(2, tip.FenceCeiling.Value));

        Assert.False(tip.IsLost(new(1)));
        Assert.True(tip.IsLost(new(2)));
        Assert.True(tip.IsLost(new(1 + HistoryTip.Window)));
        Assert.False(tip.IsLost(new(2 + HistoryTip.Window)));
    }

    [Fact]
    public void A_replay_behind_a_second_fence_clears_its_numbers_of_both_gaps()
    {
        var tip = Append(Append(HistoryTip.Empty, Fence(1, hi: 0)), Data(1, 1));
        tip = Append(tip, Fence(2, tip.FenceCeiling.Value));
        tip = Append(tip, Fence(3, tip.FenceCeiling.Value));
        tip = Append(tip, Data(3, 2, 3));

        Assert.Single(tip.Gaps);
        Assert.False(tip.IsLost(new(2)));
        Assert.False(tip.IsLost(new(3)));
        Assert.True(tip.IsLost(new(4)));
    }

    [Fact]
    public void A_final_segment_leaves_no_gap_behind_it()
    {
        var tip = Append(Append(HistoryTip.Empty, Fence(1, hi: 0)), Data(1, 1));
        tip = Append(tip, Of(1, SegmentKind.Final, 1));

        Assert.Equal(new TxId(1), tip.FenceCeiling);
        Assert.Empty(Append(tip, Fence(2, 1)).Gaps);
    }

    [Fact]
    public void An_epoch_that_falls_a_seq_that_skips_and_a_broken_chain_are_corruption()
    {
        var tip = Append(HistoryTip.Empty, Fence(2, hi: 0));
        var key = ObjectKeys.Tail(Database, Branch, 2);
        var next = Data(2, 1) with { Seq = 2, Previous = tip.Hash };

        Assert.Throws<CorruptObjectException>(() => tip.Append(next with { Epoch = EpochOf(1) }, 0, key));
        Assert.Throws<CorruptObjectException>(() => tip.Append(next with { Seq = 3 }, 0, key));
        Assert.Throws<CorruptObjectException>(() => tip.Append(next with { Previous = tip.Hash + 1 }, 0, key));
        Assert.Equal(new TxId(1), tip.Append(next, 0, key).LastTxId);
    }

    [Fact]
    public async Task A_claim_that_was_overtaken_while_it_loaded_puts_no_fence_behind_the_newer_epoch()
    {
        Func<string, Task> reached = _ => Task.CompletedTask;
        await using var cluster = new EngineCluster
        {
            FailPoints = new(point => reached(point).GetAwaiter().GetResult()),
        };
        var first = await cluster.StartAsync(node: "one");
        var database = await EngineCluster.CreateAsync(first, "overtaken");
        await NotesTable.CreateAsync(first, database);
        await first.StopAsync(CancellationToken.None);

        var slow = await cluster.StartAsync(node: "slow", sharesLeases: false);
        var fast = await cluster.StartAsync(node: "fast", sharesLeases: false);
        var isFirst = true;
        reached = async point =>
        {
            if (point == FailPoints.TakeOverClaimed && isFirst)
            {
                isFirst = false;
                await NotesTable.AddAsync(fast, database, "fast", Durability.Durable);
            }
        };
        await NotesTable.AddAsync(slow, database, "slow", Durability.Durable);

        var reader = await cluster.StartAsync(node: "reader");
        Assert.Equal(["fast", "slow"], await NotesTable.ReadAsync(reader, database));
    }

    private static HistoryTip Append(HistoryTip tip, Segment segment)
    {
        var next = segment with { Seq = tip.Seq + 1, Previous = tip.Hash };
        var commits = next.Commits.Select((commit, index) => commit with
        {
            PreviousTxId = index == 0 ? tip.LastTxId : next.Commits[index - 1].TxId,
        });
        next = next with { Commits = [.. commits] };
        return tip.Append(next, tip.Hash + 1, ObjectKeys.Tail(Database, Branch, next.Seq));
    }

    private static Segment Fence(ulong epoch, ulong hi) => Of(epoch, SegmentKind.Fence, hi);

    private static Segment Data(ulong epoch, params ulong[] txIds) => Of(epoch, SegmentKind.Data, txIds[^1]) with
    {
        Commits = [.. txIds.Select(txId => new CapturedCommit(new(txId), TxId.Zero, 1, 1024, 1, [], [], 0))],
    };

    private static Segment Of(ulong epoch, SegmentKind kind, ulong hi) => new()
    {
        Database = Database,
        Origin = Branch,
        Kind = kind,
        Hi = new(hi),
        Epoch = EpochOf(epoch),
        Nonce = new(epoch),
        PageSize = 1024,
    };

    private static Epoch EpochOf(ulong number) => new(number, new(number));
}
