using Memoturn.Storage.CommitLogs;

namespace Memoturn.Tests.Storage.CommitLogs;

public class CommitLogTests
{
    private readonly MemoryLogDevice _device = new(LogRecords.Log);

    [Fact]
    public async Task A_record_appended_is_there_when_the_log_is_opened_again()
    {
        await using (var running = new RunningLog(_device))
        {
            await running.AppendAsync(1, 1, 0);
            await running.AppendAsync(1, 2, 1);
            await running.AppendAsync(2, 9, 5, epoch: 3);
        }

        var log = CommitLog.Open(_device, new());
        Assert.Empty(log.Recovered.Damage);
        Assert.Equal([LogRecords.Branch(1), LogRecords.Branch(2)], log.Recovered.Branches.Select(branch => branch.Branch));
        Assert.All(log.Recovered.Branches, branch => Assert.Null(branch.HoleIndex));
        LogRecords.AssertEqual(LogRecords.Create(1, 1, 0), log.Read(log.Recovered.Branches[0].Records[0]));
        LogRecords.AssertEqual(LogRecords.Create(1, 2, 1), log.Read(log.Recovered.Branches[0].Records[1]));
        LogRecords.AssertEqual(LogRecords.Create(2, 9, 5, 3), log.Read(log.Recovered.Branches[1].Records[0]));
    }
}
