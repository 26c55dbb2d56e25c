using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.CommitLogs;

namespace Memoturn.Tests.Storage.CommitLogs;

public class LogCrashTests
{
    private static readonly CommitLogOptions SmallFiles =
        new() { FileSizeBytes = 64 * 1024, GroupBufferBytes = 64 * 1024 };

    private static readonly Gen<Life> GenLife =
        from batches in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9_000]).Array[1, 12].Array[1, 8]
        from shipsEvery in Gen.Int[1, 4]
        from written in Gen.Int[0, 70_000]
        from kept in Gen.Int[0, 100]
        select new Life(batches, shipsEvery, written, kept);

    [Fact]
    [Trait("Accept", "DUR-27")]
    public Task After_any_crash_the_log_holds_all_acknowledged_and_no_hole_processes_apart() =>
        GenLife.Array[1, 5].SampleAsync(
            async lives =>
            {
                var device = new MemoryLogDevice(LogRecords.Log);
                var model = new SortedDictionary<int, BranchModel>();
                for (var epoch = 1; epoch <= lives.Length; epoch++)
                {
                    await LiveAsync(device, model, lives[epoch - 1], (ulong)epoch);
                    device.Crash(length => length * lives[epoch - 1].KeptPercent / 100);
                    Check(CommitLog.Open(device, SmallFiles).Recovered, model);
                }
            },
            iter: 60);

    private static async Task LiveAsync(
        MemoryLogDevice device, SortedDictionary<int, BranchModel> model, Life life, ulong epoch)
    {
        await using var running = new RunningLog(device, SmallFiles);
        for (var batch = 0; batch < life.Batches.Length; batch++)
        {
            if (batch == life.Batches.Length - 1)
            {
                device.FailNextWrite("power", life.WrittenBytes);
            }

            var appends = life.Batches[batch].Select(append => AppendAsync(running, model, append, epoch)).ToArray();
            await Task.WhenAll(appends);
            foreach (var (branch, state) in model.Where(_ => batch % life.ShipsEvery == 0))
            {
                state.Shipped = state.Acknowledged;
                running.Log.MarkShipped(LogRecords.Branch(branch), new(state.Shipped));
            }
        }
    }

    private static async Task AppendAsync(
        RunningLog running, SortedDictionary<int, BranchModel> model, (int Branch, int ContentBytes) append,
        ulong epoch)
    {
        if (!model.TryGetValue(append.Branch, out var state))
        {
            model.Add(append.Branch, state = new());
        }

        var previous = state.Appended;
        var txId = previous + 1;
        state.Appended = txId;
        try
        {
            await running.AppendAsync(append.Branch, txId, previous, epoch, append.ContentBytes);
            lock (state)
            {
                state.Acknowledged = Math.Max(state.Acknowledged, txId);
            }
        }
        catch (LocalDiskException)
        {
        }
    }

    private static void Check(RecoveredLog recovered, SortedDictionary<int, BranchModel> model)
    {
        Assert.Empty(recovered.Damage);
        Assert.All(recovered.Branches, branch => Assert.Null(branch.HoleIndex));
        foreach (var (number, state) in model)
        {
            var records = recovered.Branches.SingleOrDefault(branch =>
                branch.Branch == LogRecords.Branch(number))?.Records ?? [];
            for (var index = 1; index < records.Length; index++)
            {
                Assert.Equal(records[index - 1].TxId, records[index].PreviousTxId);
            }

            var first = records.Length == 0 ? state.Shipped + 1 : records[0].TxId.Value;
            var last = records.Length == 0 ? state.Shipped : records[^1].TxId.Value;
            Assert.True(
                first <= state.Shipped + 1, $"branch {number}: first at most {state.Shipped + 1}, found {first}");
            Assert.InRange(last, state.Acknowledged, Math.Max(state.Acknowledged, state.Appended));
            state.Acknowledged = state.Appended = last;
        }
    }

    private sealed record Life(
        (int Branch, int ContentBytes)[][] Batches, int ShipsEvery, int WrittenBytes, int KeptPercent);

    private sealed class BranchModel
    {
        public ulong Appended { get; set; }

        public ulong Acknowledged { get; set; }

        public ulong Shipped { get; set; }
    }
}
