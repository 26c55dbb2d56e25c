using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Http;

internal sealed record ClosedLoopResult(Latencies Times, TimeSpan Elapsed)
{
    public double PerSecond => Times.Count / Elapsed.TotalSeconds;

    public double Milliseconds(double fraction) => Times.Percentile(fraction).TotalMilliseconds;
}
