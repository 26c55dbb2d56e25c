using Memoturn.Storage;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.CommitLogs;

public class CommitLogTests
{
    private const string DiskFull = "No space left on device";

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
        Assert.Equal(
            [LogRecords.Branch(1), LogRecords.Branch(2)], log.Recovered.Branches.Select(branch => branch.Branch));
        Assert.All(log.Recovered.Branches, branch => Assert.Null(branch.HoleIndex));
        LogRecords.AssertEqual(LogRecords.Create(1, 1, 0), log.Read(log.Recovered.Branches[0].Records[0]));
        LogRecords.AssertEqual(LogRecords.Create(1, 2, 1), log.Read(log.Recovered.Branches[0].Records[1]));
        LogRecords.AssertEqual(LogRecords.Create(2, 9, 5, 3), log.Read(log.Recovered.Branches[1].Records[0]));
    }

    [Fact]
    public async Task An_empty_device_gives_an_empty_log_and_opening_writes_nothing()
    {
        await using var running = new RunningLog(_device);
        Assert.Empty(running.Log.Recovered.Branches);
        Assert.Empty(_device.ListFiles());
        Assert.Equal(0, running.Log.LengthBytes);
    }

    [Fact]
    public async Task Everything_queued_goes_to_disk_in_one_write()
    {
        var log = CommitLog.Open(_device, new());
        var appends = Enumerable.Range(1, 50).Select(txId =>
            log.AppendAsync(LogRecords.Create(1, (ulong)txId, (ulong)txId - 1), CancellationToken.None)).ToArray();
        Assert.All(appends, append => Assert.False(append.IsCompleted));

        using var stop = new CancellationTokenSource();
        var loop = log.RunAsync(stop.Token);
        await Task.WhenAll(appends).WaitAsync(TestTimeouts.Default);
        Assert.Equal(1, _device.GroupCount);
        Assert.Equal(50, log.Unshipped(LogRecords.Branch(1)).Count);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    public async Task A_record_larger_than_buffer_and_file_is_a_group_and_a_file_of_its_own()
    {
        var options = new CommitLogOptions { FileSizeBytes = 64 * 1024, GroupBufferBytes = 64 * 1024 };
        await using (var running = new RunningLog(_device, options))
        {
            await running.AppendAsync(1, 1, 0);
            await running.AppendAsync(1, 2, 1, contentBytes: 300_000);
            await running.AppendAsync(1, 3, 2);
        }

        var log = CommitLog.Open(_device, options);
        Assert.Equal([1, 2, 3], log.Recovered.Branches[0].Records.Select(record => (int)record.File));
        LogRecords.AssertEqual(
            LogRecords.Create(1, 2, 1, contentBytes: 300_000), log.Read(log.Recovered.Branches[0].Records[1]));
    }

    [Fact]
    public async Task A_failed_write_closes_the_log_and_acknowledges_nothing_more()
    {
        await using var running = new RunningLog(_device);
        await running.AppendAsync(1, 1, 0);
        _device.FailNextWrite(DiskFull, writtenBytes: 0);

        var failure = await Assert.ThrowsAsync<LocalDiskException>(() => running.AppendAsync(1, 2, 1));
        Assert.Contains(DiskFull, failure.Message, StringComparison.Ordinal);
        var later = await Assert.ThrowsAsync<LocalDiskException>(() => running.AppendAsync(2, 1, 0));
        Assert.Contains(DiskFull, later.Message, StringComparison.Ordinal);
        Assert.Throws<LocalDiskException>(() => running.Log.EnsureAccepting(0));
        await Assert.ThrowsAsync<LocalDiskException>(() => running.Loop);
        Assert.Equal(1, _device.GroupCount);
    }

    [Fact]
    public async Task A_failed_sync_fails_every_record_of_its_group_and_all_that_wait()
    {
        var log = CommitLog.Open(_device, new() { GroupBufferBytes = 64 * 1024 });
        var appends = Enumerable.Range(1, 4).Select(txId =>
            log.AppendAsync(LogRecords.Create(1, (ulong)txId, (ulong)txId - 1, contentBytes: 30_000),
                CancellationToken.None)).ToArray();
        _device.FailNextSync("Input/output error");
        await Assert.ThrowsAsync<LocalDiskException>(() => log.RunAsync(CancellationToken.None));
        foreach (var append in appends)
        {
            await Assert.ThrowsAsync<LocalDiskException>(() => append);
        }
    }

    [Fact]
    public async Task After_a_failure_the_log_opened_anew_goes_on_in_a_new_file()
    {
        await using (var running = new RunningLog(_device))
        {
            await running.AppendAsync(1, 1, 0);
            _device.FailNextWrite(DiskFull, writtenBytes: 100);
            await Assert.ThrowsAsync<LocalDiskException>(() => running.AppendAsync(1, 2, 1));
        }

        await using (var reopened = new RunningLog(_device))
        {
            Assert.Equal(new TxId(1), Assert.Single(Assert.Single(reopened.Log.Recovered.Branches).Records).TxId);
            await reopened.AppendAsync(1, 70_000, 1, epoch: 2);
        }

        var last = Assert.Single(CommitLog.Open(_device, new()).Recovered.Branches);
        Assert.Equal([1UL, 2UL], last.Records.Select(record => record.File));
        Assert.Null(last.HoleIndex);
    }

    [Fact]
    public async Task Records_keep_the_order_of_the_calls_when_the_line_is_full()
    {
        await using (var running = new RunningLog(_device, new() { PendingRecords = 4 }))
        {
            var appends = Enumerable.Range(1, 2_000).Select(txId =>
                running.AppendAsync(1, (ulong)txId, (ulong)txId - 1)).ToArray();
            await Task.WhenAll(appends).WaitAsync(TestTimeouts.Default);
        }

        var branch = Assert.Single(CommitLog.Open(_device, new()).Recovered.Branches);
        Assert.Equal(Enumerable.Range(1, 2_000), branch.Records.Select(record => (int)record.TxId.Value));
    }

    [Fact]
    public async Task Appends_of_many_callers_all_come_through()
    {
        await using (var running = new RunningLog(_device, new() { FileSizeBytes = 256 * 1024 }))
        {
            await Task.WhenAll(Enumerable.Range(1, 16).Select(branch => Task.Run(async () =>
            {
                for (var txId = 1UL; txId <= 200; txId++)
                {
                    await running.AppendAsync(branch, txId, txId - 1);
                }
            }))).WaitAsync(TestTimeouts.Default);
        }

        var recovered = CommitLog.Open(_device, new()).Recovered;
        Assert.Equal(16, recovered.Branches.Length);
        Assert.All(recovered.Branches, branch => Assert.Equal(200, branch.Records.Length));
        Assert.All(recovered.Branches, branch => Assert.Null(branch.HoleIndex));
    }

    [Fact]
    public async Task More_bytes_waiting_than_the_bound_shed_before_the_commit()
    {
        var log = CommitLog.Open(_device, new() { PendingBytes = 1_000 });
        log.EnsureAccepting(0);
        var append = log.AppendAsync(LogRecords.Create(1, 1, 0, contentBytes: 2_000), CancellationToken.None);
        Assert.Throws<OverloadedException>(() => log.EnsureAccepting(0));

        using var stop = new CancellationTokenSource();
        var loop = log.RunAsync(stop.Token);
        await append.WaitAsync(TestTimeouts.Default);
        await Eventually.HoldsAsync(() => Accepts(log), "the log accepts again");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    public void A_commit_above_the_largest_record_is_refused_before_it_gets_a_txid()
    {
        var log = CommitLog.Open(_device, new() { MaxRecordBytes = 1_000_000 });
        log.EnsureAccepting(1_000_000);
        Assert.Throws<SqlFailedException>(() => log.EnsureAccepting(1_000_001));
    }

    [Fact]
    public async Task Cancelling_an_append_stops_the_waiting_and_not_the_record()
    {
        var log = CommitLog.Open(_device, new());
        using var waiting = new CancellationTokenSource();
        var append = log.AppendAsync(LogRecords.Create(1, 1, 0), waiting.Token);
        await waiting.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);

        using var stop = new CancellationTokenSource();
        var loop = log.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => log.Unshipped(LogRecords.Branch(1)).Count == 1, "the record is on disk");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    public async Task A_stopped_log_refuses_appends_with_an_unknown_outcome()
    {
        var running = new RunningLog(_device);
        await running.DisposeAsync();
        await Assert.ThrowsAsync<BranchUnavailableException>(() => running.AppendAsync(1, 1, 0));
    }

    private static bool Accepts(CommitLog log)
    {
        try
        {
            log.EnsureAccepting(0);
            return true;
        }
        catch (OverloadedException)
        {
            return false;
        }
    }
}
