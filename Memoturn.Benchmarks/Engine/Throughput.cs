using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Engine;

/// <summary>What concurrent clients reached together.</summary>
/// <param name="ProcessorUs">
/// Processor time of the whole process for each operation: what other work on the machine changes least.
/// </param>
internal sealed record Throughput(double PerSecond, double ProcessorUs, Latencies Latencies)
{
    public double Us(double fraction) => Latencies.Percentile(fraction).TotalMicroseconds;
}
