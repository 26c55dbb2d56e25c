using System.Diagnostics;
using Memoturn.Benchmarks.Reports;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// 64 clients, each with one single-row standard write at a time: on one database, and on one database each, beside as
/// many threads on WAL files with synchronous=FULL.
/// </summary>
internal static class StandardWriteScenario
{
    public const int ClientCount = 64;

    private const int MaxLatencies = 4_000_000;
    private const double OneDatabaseGoal = 20;
    private const double ManyDatabasesGoal = 5;

    public static Task RunOneDatabaseAsync(BenchmarkRun run, CancellationToken token) =>
        RunAsync(run, "standard write, 64 clients on one database", 1, OneDatabaseGoal, token);

    public static Task RunManyDatabasesAsync(BenchmarkRun run, CancellationToken token) =>
        RunAsync(run, "standard write, 64 clients on 64 databases", ClientCount, ManyDatabasesGoal, token);

    /// <summary>What the engine reaches alone, after a quarter of the time to warm up.</summary>
    public static async Task<Throughput> MeasureEngineAsync(
        string directory, int databaseCount, TimeSpan duration, CancellationToken token)
    {
        await using var engine = await BenchmarkEngine.StartAsync(Path.Combine(directory, "node"), token);
        var databases = new NameRecord[databaseCount];
        for (var index = 0; index < databaseCount; index++)
        {
            databases[index] = await engine.CreateAsync($"bench--standard-{index}", token);
            await WriteAsync(engine.Engine, databases[index], context =>
                context.Connection.ExecuteScript(NotesSchema.Create), token);
        }

        await RunClientsAsync(engine.Engine, databases, duration / 4, token);
        var meter = ThroughputMeter.Start();
        return meter.Stop(await RunClientsAsync(engine.Engine, databases, duration, token));
    }

    private static async Task RunAsync(
        BenchmarkRun run, string name, int databaseCount, double goal, CancellationToken token)
    {
        var directory = EngineCommand.CreateDirectory(run);
        var duration = run.IsQuick ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(4);
        try
        {
            var ours = await MeasureEngineAsync(directory, databaseCount, duration, token);
            var wal = MeasureWal(directory, databaseCount, duration);
            run.Add(new(name, "writes/s", ours.PerSecond, wal.PerSecond, BenchmarkGoal.RatioAtLeast(goal)));
            run.Add(new(name + ", p50", "us", ours.Us(0.5), wal.Us(0.5)));
            run.Add(new(name + ", p99", "us", ours.Us(0.99), wal.Us(0.99)));
            run.Add(new(name + ", processor time", "us/write", ours.ProcessorUs, wal.ProcessorUs));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task<Latencies[]> RunClientsAsync(
        StorageEngine engine, NameRecord[] databases, TimeSpan duration, CancellationToken token)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(Enumerable.Range(0, ClientCount).Select(client =>
            Task.Run(() => RunClientAsync(engine, databases[client % databases.Length], end, token), token)));
    }

    private static async Task<Latencies> RunClientAsync(
        StorageEngine engine, NameRecord database, long end, CancellationToken token)
    {
        var latencies = new Latencies(MaxLatencies / ClientCount);
        while (Stopwatch.GetTimestamp() < end)
        {
            var started = Stopwatch.GetTimestamp();
            await WriteAsync(engine, database, context => NotesSchema.Add(context.Connection), token);
            latencies.TryAddSince(started);
        }

        return latencies;
    }

    private static async Task WriteAsync(
        StorageEngine engine, NameRecord database, Action<WriteContext> work, CancellationToken token)
    {
        var result = await engine.WriteAsync(
            database,
            BranchName.Main,
            Durability.Standard,
            context =>
            {
                work(context);
                return true;
            },
            token);
        _ = result.Value;
    }

    private static Throughput MeasureWal(string directory, int fileCount, TimeSpan duration)
    {
        var files = Enumerable.Range(0, fileCount).Select(index =>
            new WalFile(Path.Combine(directory, $"wal-{index}.db"))).ToArray();
        RunThreads(files, duration / 4);
        var meter = ThroughputMeter.Start();
        return meter.Stop(RunThreads(files, duration));
    }

    private static Latencies[] RunThreads(WalFile[] files, TimeSpan duration)
    {
        var results = new Latencies[ClientCount];
        var threads = Enumerable.Range(0, ClientCount)
            .Select(client => new Thread(() => results[client] = RunThread(files[client % files.Length], duration)))
            .ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        return results;
    }

    private static Latencies RunThread(WalFile file, TimeSpan duration)
    {
        var connection = file.Open();
        var latencies = new Latencies(MaxLatencies / ClientCount);
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
        {
            var started = Stopwatch.GetTimestamp();
            file.Add(connection);
            latencies.TryAddSince(started);
        }

        file.Close(connection);
        return latencies;
    }
}
