using System.Diagnostics;
using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Engine;

/// <summary>Wall and processor time from its start on.</summary>
internal sealed class ThroughputMeter
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;

    private ThroughputMeter()
    {
    }

    public static ThroughputMeter Start() => new();

    public Throughput Stop(IReadOnlyCollection<Latencies> clients)
    {
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        var processor = Environment.CpuUsage.TotalTime - _processor;
        var latencies = Latencies.Join(clients);
        return new(latencies.Count / seconds, processor.TotalMicroseconds / latencies.Count, latencies);
    }
}
