using Memoturn.Storage;
using Memoturn.Storage.CommitLogs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Memoturn.Tests.Storage.CommitLogs;

public sealed class FileLogDeviceTests : IDisposable
{
    private static readonly CommitLogOptions SmallFiles =
        new() { FileSizeBytes = 64 * 1024, GroupBufferBytes = 64 * 1024 };

    private readonly string _directory = Directory.CreateTempSubdirectory("memoturn-log-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Records_survive_the_device()
    {
        using (var device = Open())
        {
            await using var running = new RunningLog(device);
            await Task.WhenAll(
                Enumerable.Range(1, 100).Select(txId => running.AppendAsync(1, (ulong)txId, (ulong)txId - 1)));
        }

        using var again = Open();
        var log = CommitLog.Open(again, new());
        var branch = Assert.Single(log.Recovered.Branches);
        Assert.Equal(Enumerable.Range(1, 100), branch.Records.Select(record => (int)record.TxId.Value));
        LogRecords.AssertEqual(LogRecords.Create(1, 100, 99), log.Read(branch.Records[99]));
    }

    [Fact]
    public void The_log_id_stays_with_the_directory()
    {
        LogId first;
        using (var device = Open(seed: 1))
        {
            first = device.LogId;
        }

        using var again = Open(seed: 2);
        Assert.Equal(first, again.LogId);
        Assert.Equal($"{first}\n", File.ReadAllText(Path.Combine(_directory, "log_id")));
    }

    [Fact]
    public void A_second_node_on_the_same_directory_is_refused()
    {
        using (Open())
        {
            var refusal = Assert.Throws<ConfigurationException>(() => Open());
            Assert.Contains(_directory, refusal.Message, StringComparison.Ordinal);
        }

        Open().Dispose();
    }

    [Fact]
    public void A_path_that_is_no_directory_is_a_clear_error()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");
        var failure = Assert.Throws<LocalDiskException>(
            () => FileLogDevice.Open(file, new(), new Random(1), NullLogger<FileLogDevice>.Instance));
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_files_without_their_log_id_are_never_taken_for_empty()
    {
        using (var device = Open())
        {
            await using var running = new RunningLog(device);
            await running.AppendAsync(1, 1, 0);
        }

        File.Delete(Path.Combine(_directory, "log_id"));
        Assert.Contains(
            "acknowledged", Assert.Throws<LocalDiskException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_directory, "log_id")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a log id")]
    public void A_log_id_that_is_none_is_a_clear_error(string text)
    {
        Open().Dispose();
        File.WriteAllText(Path.Combine(_directory, "log_id"), text);
        Assert.Contains("log_id", Assert.Throws<LocalDiskException>(() => Open()).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Path.Combine(_directory, "log_id")));
    }

    [Fact]
    public void A_file_that_is_not_the_logs_is_a_clear_error_and_leaves_the_directory_free()
    {
        Open().Dispose();
        var stranger = Path.Combine(_directory, "log", "backup.log");
        File.WriteAllText(stranger, "");
        Assert.Contains(stranger, Assert.Throws<LocalDiskException>(() => Open()).Message, StringComparison.Ordinal);
        File.Delete(stranger);
        Open().Dispose();
    }

    [Fact]
    public async Task Shipped_files_are_reused_and_their_old_bytes_are_no_records()
    {
        using (var device = Open())
        {
            await using var running = new RunningLog(device, SmallFiles);
            for (var txId = 1UL; txId <= 40; txId++)
            {
                await running.AppendAsync(1, txId, txId - 1, contentBytes: 15_000);
                running.Log.MarkShipped(LogRecords.Branch(1), new(txId - 1));
            }
        }

        Assert.InRange(Directory.GetFiles(Path.Combine(_directory, "log")).Length, 1, 3);
        using var again = Open();
        var recovered = CommitLog.Open(again, SmallFiles).Recovered;
        Assert.Empty(recovered.Damage);
        Assert.Equal(40UL, recovered.Branches[0].Records[^1].TxId.Value);
        Assert.InRange(recovered.Branches[0].Records.Length, 1, 8);
    }

    [Fact]
    public async Task What_is_set_aside_is_a_file_of_the_conflict_directory()
    {
        using var device = Open();
        await using var running = new RunningLog(device);
        await running.AppendAsync(1, 7, 3);
        await running.Log.SetAsideAsync(
            LogRecords.Branch(1), running.Log.Unshipped(LogRecords.Branch(1)), CancellationToken.None);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_directory, "conflict")));
        Assert.Equal($"{LogRecords.Branch(1)}-00000000000000000007-00000000000000000007.log", Path.GetFileName(file));
        Assert.True(LogRecordHeader.TryRead(
            File.ReadAllBytes(file).AsSpan(0, BitConverter.ToInt32(File.ReadAllBytes(file), 12)), out _));
    }

    [Fact]
    public async Task A_directory_that_goes_away_closes_the_log_with_its_name()
    {
        using var device = Open();
        await using var running = new RunningLog(device);
        Directory.Delete(Path.Combine(_directory, "log"), recursive: true);
        var failure = await Assert.ThrowsAsync<LocalDiskException>(() => running.AppendAsync(1, 1, 0));
        Assert.Contains(_directory, failure.Message, StringComparison.Ordinal);
    }

    private FileLogDevice Open(int seed = 1) =>
        FileLogDevice.Open(
            _directory, new() { ReserveBytes = 64 * 1024 }, new Random(seed), NullLogger<FileLogDevice>.Instance);
}
