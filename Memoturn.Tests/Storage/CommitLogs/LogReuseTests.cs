using Memoturn.Storage.CommitLogs;

namespace Memoturn.Tests.Storage.CommitLogs;

public class LogReuseTests
{
    private static readonly CommitLogOptions SmallFiles =
        new() { FileSizeBytes = 64 * 1024, GroupBufferBytes = 64 * 1024 };

    private readonly MemoryLogDevice _device = new(LogRecords.Log);

    [Fact]
    [Trait("Accept", "DUR-24")]
    public async Task After_100_000_shipped_commits_the_log_is_one_file_http_apart()
    {
        const int BatchCount = 500;
        const int BatchRecords = 200;
        const int FileSizeBytes = 1024 * 1024;
        await using var running = new RunningLog(_device, new() { FileSizeBytes = FileSizeBytes });
        var longest = 0L;
        for (var batch = 0; batch < BatchCount; batch++)
        {
            var first = (ulong)(batch * BatchRecords) + 1;
            await Task.WhenAll(Enumerable.Range(0, BatchRecords).Select(index =>
                running.AppendAsync(1, first + (ulong)index, first + (ulong)index - 1, contentBytes: 60)));
            longest = Math.Max(longest, running.Log.LengthBytes);
            running.Log.MarkShipped(LogRecords.Branch(1), new(first + BatchRecords - 1));
        }

        Assert.Equal(0, running.Log.UnshippedBytes);
        Assert.InRange(longest, 1, 2 * FileSizeBytes);
        Assert.InRange(running.Log.LengthBytes, 1, FileSizeBytes);
        await Eventually.HoldsAsync(() => _device.StoredBytes <= 4 * FileSizeBytes, "shipped files are reused");
    }

    [Fact]
    public async Task A_file_stays_while_one_branch_in_it_is_not_shipped()
    {
        await using var running = new RunningLog(_device, SmallFiles);
        await running.AppendAsync(9, 1, 0);
        for (var txId = 1UL; txId <= 40; txId++)
        {
            await running.AppendAsync(1, txId, txId - 1, contentBytes: 10_000);
            running.Log.MarkShipped(LogRecords.Branch(1), new(txId));
        }

        Assert.Contains(1UL, _device.ListFiles());
        Assert.Equal(1UL, Assert.Single(running.Log.Unshipped(LogRecords.Branch(9))).File);
        running.Log.MarkShipped(LogRecords.Branch(9), new(1));
        await Eventually.HoldsAsync(() => !_device.ListFiles().Contains(1UL), "file 1 is released");
    }

    [Fact]
    public async Task Bytes_of_an_earlier_use_of_a_file_are_no_records()
    {
        await using (var running = new RunningLog(_device, SmallFiles))
        {
            for (var txId = 1UL; txId <= 30; txId++)
            {
                await running.AppendAsync(1, txId, txId - 1, contentBytes: 5_000);
                running.Log.MarkShipped(LogRecords.Branch(1), new(txId - 1));
            }
        }

        var recovered = CommitLog.Open(_device, SmallFiles).Recovered;
        Assert.Empty(recovered.Damage);
        var records = Assert.Single(recovered.Branches).Records;
        Assert.Equal(30UL, records[^1].TxId.Value);
        Assert.All(records, record => Assert.True(record.File >= records[^1].File - 1));
    }

    [Fact]
    public async Task A_file_reused_and_not_yet_written_to_is_empty()
    {
        await using (var running = new RunningLog(_device, SmallFiles))
        {
            await running.AppendAsync(1, 1, 0);
        }

        await _device.ReleaseAsync(1, CancellationToken.None);
        await _device.CreateAsync(2, CancellationToken.None);
        Assert.True(_device.LengthBytes(2) > 0);
        Assert.Empty(CommitLog.Open(_device, SmallFiles).Recovered.Branches);
    }

    [Fact]
    public async Task Shipped_before_it_was_on_disk_a_record_holds_no_file()
    {
        var log = CommitLog.Open(_device, SmallFiles);
        var append = log.AppendAsync(LogRecords.Create(1, 1, 0), CancellationToken.None);
        log.MarkShipped(LogRecords.Branch(1), new(1));
        using var stop = new CancellationTokenSource();
        var loop = log.RunAsync(stop.Token);
        await append.WaitAsync(TestTimeouts.Default);
        for (var txId = 1UL; txId <= 8; txId++)
        {
            await log.AppendAsync(LogRecords.Create(2, txId, txId - 1, contentBytes: 20_000), CancellationToken.None);
            log.MarkShipped(LogRecords.Branch(2), new(txId));
        }

        Assert.DoesNotContain(1UL, _device.ListFiles());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }

    [Fact]
    public async Task Records_set_aside_are_copied_counted_and_no_longer_hold_their_file()
    {
        await using var running = new RunningLog(_device, SmallFiles);
        for (var txId = 1UL; txId <= 12; txId++)
        {
            await running.AppendAsync(3, txId, txId - 1, contentBytes: 20_000);
        }

        var branch = LogRecords.Branch(3);
        running.Log.MarkShipped(branch, new(2));
        await running.Log.SetAsideAsync(branch, running.Log.Unshipped(branch), CancellationToken.None);

        Assert.Equal(10, running.Log.SetAsideCount);
        Assert.Equal(0, running.Log.UnshippedBytes);
        Assert.Empty(running.Log.Unshipped(branch));
        Assert.All(_device.Conflicts.Keys, name => Assert.StartsWith($"{branch}-", name, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(3, 10), TxIdsIn(_device.Conflicts.Values));
        await Eventually.HoldsAsync(() => _device.ListFiles().Count == 1, "only the current file is left");
    }

    [Fact]
    public async Task Setting_some_records_aside_leaves_the_others()
    {
        await using var running = new RunningLog(_device);
        for (var txId = 1UL; txId <= 5; txId++)
        {
            await running.AppendAsync(1, txId, txId - 1, epoch: txId <= 3 ? 1UL : 2);
        }

        var branch = LogRecords.Branch(1);
        var stale = running.Log.Unshipped(branch).Where(record => record.Epoch.Number == 1).ToArray();
        await running.Log.SetAsideAsync(branch, stale, CancellationToken.None);
        Assert.Equal([4UL, 5UL], running.Log.Unshipped(branch).Select(record => record.TxId.Value));
        LogRecords.AssertEqual(LogRecords.Create(1, 4, 3, 2), running.Log.Read(running.Log.Unshipped(branch)[0]));
    }

    private static IEnumerable<int> TxIdsIn(IEnumerable<byte[]> chunks)
    {
        foreach (var chunk in chunks)
        {
            for (var offset = 0; offset < chunk.Length;)
            {
                var length = BitConverter.ToInt32(chunk, offset + 12);
                Assert.True(LogRecordHeader.TryRead(chunk.AsSpan(offset, length), out var header));
                yield return (int)header.TxId.Value;
                offset += (int)LogFileScanner.Aligned(length);
            }
        }
    }
}
