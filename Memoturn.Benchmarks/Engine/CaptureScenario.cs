using System.Diagnostics;
using Memoturn.Benchmarks.Reports;
using Memoturn.DataPlane.Memory;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Segments;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// What the commit of one memory costs to capture, and how many bytes it ships alone, beside its changed pages.
/// </summary>
internal static class CaptureScenario
{
    private const int WarmUpCount = 1_000;
    private const int MemoryCount = 2_000;
    private const double RawFactor = 15;
    private const int MostBytes = 2048;

    public static async Task RunAsync(BenchmarkRun run, CancellationToken token)
    {
        await MeasureAsync(run, 1024, BenchmarkGoal.AtMost(MostBytes), token);
        await MeasureAsync(run, 4096, BenchmarkGoal.SmallerBy(RawFactor), token);
    }

    private static async Task MeasureAsync(BenchmarkRun run, int pageSize, BenchmarkGoal goal, CancellationToken token)
    {
        var random = new Random(5);
        using var memory = new PageMemory();
        using var vfs = new SqliteVfs("memoturn-capture", TimeProvider.System, random);
        using var template = new DatabaseTemplate(vfs, memory, ReservedSchema.Script, pageSize);
        using var pages = template.Fork(new() { PublishesInPlace = true });
        using var pool = new ConnectionPool(vfs, new() { Capacity = 2 });
        using var recorder = new CaptureRecorder(run.IsQuick ? 20 : MemoryCount);
        var gate = new CommitGate(static _ => { }, commit => recorder.Capture(commit));
        var connection = await pool.RentWriterAsync(pages, gate, token);
        var texts = new MemoryTexts(random);
        for (var count = 0; count < WarmUpCount + recorder.Capacity; count++)
        {
            recorder.IsOn = count >= WarmUpCount;
            Ingest(connection, texts.Next(), new((ulong)count + 1));
        }

        pool.Return(connection);
        var name = $"one memory, {pageSize / 1024} KB pages";
        run.Add(new(name + ", capture, p50", "us", recorder.Times.Percentile(0.5).TotalMicroseconds));
        run.Add(new(name + ", captured, p50", "bytes", recorder.CapturedBytes(0.5), recorder.RawBytes(0.5)));
        run.Add(new(name + ", shipped alone, p50", "bytes", recorder.ShippedBytes(0.5), recorder.RawBytes(0.5), goal));
    }

    private static void Ingest(Connection connection, NewMemory memory, TxId txId)
    {
        connection.Execute("BEGIN IMMEDIATE");
        new MemoryWriter(
            new(connection, txId, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
                new RecallChanges())).Ingest([memory]);
        connection.Execute("COMMIT");
    }

    private sealed class CaptureRecorder(int capacity) : IDisposable
    {
        private readonly CommitCapture _capture = new();
        private readonly List<long> _raw = [];
        private readonly List<long> _captured = [];
        private readonly List<long> _shipped = [];

        public int Capacity => capacity;

        public bool IsOn { get; set; }

        public Latencies Times { get; } = new(capacity);

        public double RawBytes(double fraction) => Percentile(_raw, fraction);

        public double CapturedBytes(double fraction) => Percentile(_captured, fraction);

        public double ShippedBytes(double fraction) => Percentile(_shipped, fraction);

        public TxId Capture(CommitPages commit)
        {
            var txId = commit.Before.TxId.Next;
            var started = Stopwatch.GetTimestamp();
            var captured = _capture.Capture(
                txId, commit.Before.TxId, 0, commit.Before.PageSize, commit.PageCount, commit.Changes);
            if (IsOn)
            {
                Times.TryAddSince(started);
                _raw.Add(captured.RawPageBytes);
                _captured.Add(captured.Blocks.Sum(block => (long)block.Stored.Length));
                _shipped.Add(Ship(captured));
            }

            return txId;
        }

        public void Dispose() => _capture.Dispose();

        private static long Ship(CapturedCommit commit) => SegmentCodec.Encode(new()
        {
            Database = new(1),
            Origin = new(1),
            Seq = 1,
            Kind = SegmentKind.Data,
            Hi = commit.TxId,
            Epoch = new(1, new(1)),
            Nonce = new(1),
            MinTxId = commit.TxId,
            MaxTxId = commit.TxId,
            PageSize = commit.PageSize,
            PageCount = commit.PageCount,
            Commits = [commit],
        }).Length;

        private static double Percentile(List<long> values, double fraction) =>
            values.Order().ElementAt((int)(fraction * (values.Count - 1)));
    }
}
