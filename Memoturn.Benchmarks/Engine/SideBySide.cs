using System.Diagnostics;
using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// Ours and the baseline, in turns of a few operations each, so that whatever else the machine does meets both.
/// </summary>
internal sealed class SideBySide(int capacity)
{
    private const int TurnSize = 250;

    public Latencies Ours { get; } = new(capacity);

    public Latencies Baseline { get; } = new(capacity);

    /// <param name="warmUpCount">Operations of each side before those that are measured.</param>
    public async Task RunAsync(int warmUpCount, Func<ValueTask> ours, Func<ValueTask> baseline, CancellationToken token)
    {
        await MeasureAsync(new(warmUpCount), warmUpCount, ours);
        await MeasureAsync(new(warmUpCount), warmUpCount, baseline);
        for (var done = 0; done < capacity; done += TurnSize)
        {
            token.ThrowIfCancellationRequested();
            await MeasureAsync(Ours, TurnSize, ours);
            await MeasureAsync(Baseline, TurnSize, baseline);
        }
    }

    public Task RunAsync(int warmUpCount, Action ours, Action baseline, CancellationToken token) =>
        RunAsync(warmUpCount, Ended(ours), Ended(baseline), token);

    /// <summary>Adds the row of the medians, which carries the goal, and one of the 99th percentiles.</summary>
    public void AddTo(BenchmarkRun run, string name, BenchmarkGoal goal)
    {
        run.Add(new(name + ", p50", "us", Us(Ours, 0.5), Us(Baseline, 0.5), goal));
        run.Add(new(name + ", p99", "us", Us(Ours, 0.99), Us(Baseline, 0.99)));
    }

    private static double Us(Latencies times, double fraction) => times.Percentile(fraction).TotalMicroseconds;

    private static Func<ValueTask> Ended(Action work) => () =>
    {
        work();
        return ValueTask.CompletedTask;
    };

    private static async Task MeasureAsync(Latencies times, int count, Func<ValueTask> work)
    {
        for (var done = 0; done < count && times.Count < times.Capacity; done++)
        {
            var started = Stopwatch.GetTimestamp();
            await work();
            times.TryAddSince(started);
        }
    }
}
