using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// The longest pause of the garbage collector while 64 clients write at the standard level, the start of the engine
/// included.
/// </summary>
internal static class GcPauseScenario
{
    private const double MostMilliseconds = 10;

    public static async Task RunAsync(BenchmarkRun run, CancellationToken token)
    {
        await MeasureAsync(run, "one database", 1, token);
        await MeasureAsync(run, "64 databases", StandardWriteScenario.ClientCount, token);
    }

    private static async Task MeasureAsync(
        BenchmarkRun run, string databases, int databaseCount, CancellationToken token)
    {
        var directory = EngineCommand.CreateDirectory(run);
        var duration = run.IsQuick ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(30);
        using var pauses = new PauseSampler();
        try
        {
            var writes = await StandardWriteScenario.MeasureEngineAsync(directory, databaseCount, duration, token);
            pauses.Stop();
            var name = $"64 clients on {databases}, collector's pauses";
            run.Add(new(
                name + ", longest", "ms", pauses.Longest.TotalMilliseconds,
                Goal: BenchmarkGoal.Below(MostMilliseconds)));
            run.Add(new(name + ", a write", "us", pauses.Total.TotalMicroseconds / writes.Latencies.Count));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
