using System.Diagnostics;
using Memoturn.Benchmarks.Reports;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Posix;
using Memoturn.Storage.Segments;
using Microsoft.Extensions.Logging.Abstractions;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// Appends of 1 KB records to the commit log, beside one write and one fdatasync of a block on the same disk.
/// </summary>
internal static class CommitLogScenario
{
    private const int RecordBytes = 1000;
    private const int BlockBytes = 4096;
    private const int RawSyncCount = 1_000;
    private const int MaxLatencies = 1_000_000;

    public static async Task RunAsync(BenchmarkRun run, CancellationToken token)
    {
        var directory = EngineCommand.CreateDirectory(run);
        try
        {
            var raw = MeasureRawSync(Path.Combine(directory, "raw"), run.IsQuick ? 10 : RawSyncCount);
            run.Add(new("write and fdatasync of one block, p50", "us", raw.Percentile(0.5).TotalMicroseconds));
            foreach (var clients in new[] { 1, 8, 64 })
            {
                await MeasureAsync(run, Path.Combine(directory, $"log-{clients}"), clients, raw, token);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task MeasureAsync(
        BenchmarkRun run, string directory, int clients, Latencies raw, CancellationToken token)
    {
        using var device = FileLogDevice.Open(directory, new(), new Random(1), NullLogger<FileLogDevice>.Instance);
        var log = CommitLog.Open(device, new());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var loop = log.RunAsync(stop.Token);
        var duration = run.IsQuick ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromSeconds(3);
        await RunClientsAsync(log, clients, duration / 5, token);
        var started = Stopwatch.GetTimestamp();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var all = Latencies.Join(await RunClientsAsync(log, clients, duration, token));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var name = $"commit log, {clients} clients";
        run.Add(
            new(name, "records/s", all.Count / seconds, Goal: clients == 64 ? BenchmarkGoal.AtLeast(100_000) : null));
        run.Add(
            new(name + ", p50", "us", all.Percentile(0.5).TotalMicroseconds, raw.Percentile(0.5).TotalMicroseconds));
        run.Add(
            new(name + ", p99", "us", all.Percentile(0.99).TotalMicroseconds, raw.Percentile(0.99).TotalMicroseconds));
        run.Add(new(
            name + ", allocated", "bytes/record",
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)all.Count));
        await stop.CancelAsync();
        await loop.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static Task<Latencies[]> RunClientsAsync(
        CommitLog log, int clients, TimeSpan duration, CancellationToken token)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(Enumerable.Range(1, clients).Select(
            client => Task.Run(() => RunClientAsync(log, client, clients, end, token), token)));
    }

    private static async Task<Latencies> RunClientAsync(
        CommitLog log, int client, int clients, long end, CancellationToken token)
    {
        var latencies = new Latencies(MaxLatencies / clients);
        var branch = new BranchId((UInt128)client);
        var commit = Commit();
        var name = DatabaseSpec.Parse("bench--commit-log", null);
        for (var txId = new TxId(1); Stopwatch.GetTimestamp() < end; txId = txId.Next)
        {
            var started = Stopwatch.GetTimestamp();
            await log.AppendAsync(new(new(1), name, branch, new(1, new(1)), commit with { TxId = txId }), token);
            latencies.TryAddSince(started);
            log.MarkShipped(branch, txId);
        }

        return latencies;
    }

    private static CapturedCommit Commit()
    {
        var content = new byte[RecordBytes];
        new Random(1).NextBytes(content);
        return new(
            TxId.Zero, TxId.Zero, 0, BlockBytes, 1,
            [new(new(1), PageEntryKind.Delta, TxId.Zero, 0, 0, 0, 0, RecordBytes)],
            [new PageBlock(content, RecordBytes)], BlockBytes);
    }

    private static Latencies MeasureRawSync(string path, int count)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        var block = new byte[BlockBytes];
        for (var index = 0; index < count; index++)
        {
            RandomAccess.Write(file, block, (long)index * BlockBytes);
        }

        Fdatasync.Flush(file);
        var latencies = new Latencies(count);
        for (var index = 0; index < count; index++)
        {
            var started = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, block, (long)index * BlockBytes);
            Fdatasync.Flush(file);
            latencies.TryAddSince(started);
        }

        return latencies;
    }
}
