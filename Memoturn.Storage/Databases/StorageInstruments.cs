using System.Diagnostics.Metrics;

namespace Memoturn.Storage.Databases;

/// <summary>
/// What the engine counts and measures; names as Prometheus shows them after the exporter's suffixes.
/// </summary>
public sealed class StorageInstruments : IDisposable
{
    public const string MeterName = "Memoturn.Storage";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _writes;
    private readonly Counter<long> _rounds;
    private readonly Histogram<long> _roundWrites;
    private readonly Counter<long> _shed;
    private readonly Histogram<double> _shipDuration;
    private readonly Counter<long> _shipBytes;
    private readonly Counter<long> _fenced;
    private readonly Histogram<double> _wakeDuration;
    private readonly Counter<long> _setAside;

    public StorageInstruments()
    {
        _writes = _meter.CreateCounter<long>("memoturn.writes");
        _rounds = _meter.CreateCounter<long>("memoturn.commit.rounds");
        _roundWrites = _meter.CreateHistogram(
            "memoturn.commit.round.writes",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });
        _shed = _meter.CreateCounter<long>("memoturn.writes.shed");
        _shipDuration = _meter.CreateHistogram("memoturn.ship.duration", "s", advice: Seconds);
        _shipBytes = _meter.CreateCounter<long>("memoturn.ship.bytes");
        _fenced = _meter.CreateCounter<long>("memoturn.fenced.writes");
        _wakeDuration = _meter.CreateHistogram("memoturn.wake.duration", "s", advice: Seconds);
        _setAside = _meter.CreateCounter<long>("memoturn.commits.set_aside");
    }

    private static InstrumentAdvice<double> Seconds =>
        new()
        {
            HistogramBucketBoundaries =
                [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        };

    /// <summary>Observes the engine's state whenever it is scraped.</summary>
    public void Observe(Func<EngineState> state)
    {
        _meter.CreateObservableGauge("memoturn.hot.databases", () => state().OpenBranches);
        _meter.CreateObservableGauge("memoturn.leases.owned", () => state().OwnedBranches);
        _meter.CreateObservableGauge("memoturn.write.queue.depth", () => state().QueuedWrites);
        _meter.CreateObservableGauge("memoturn.write.queue.depth.max", () => state().DeepestQueue);
        _meter.CreateObservableGauge("memoturn.ship.backlog.bytes", () => state().BacklogBytes);
        _meter.CreateObservableGauge("memoturn.ship.backlog.branches", () => state().BacklogBranches);
        _meter.CreateObservableGauge("memoturn.ship.backlog.age", () => state().BacklogAge.TotalSeconds, "s");
        _meter.CreateObservableGauge("memoturn.cache.bytes", () => state().MemoryBytes);
        _meter.CreateObservableGauge("memoturn.lease.remaining", () => state().LeaseRemaining.TotalSeconds, "s");
    }

    public void Committed(int writes)
    {
        _writes.Add(writes);
        _rounds.Add(1);
        _roundWrites.Record(writes);
    }

    public void Shed(string reason) => _shed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Shipped(TimeSpan duration, int bytes)
    {
        _shipBytes.Add(bytes, new KeyValuePair<string, object?>("kind", "tail"));
        Record(_shipDuration, duration, "ok");
    }

    public void ShipFailed(TimeSpan duration) => Record(_shipDuration, duration, "failed");

    public void Fenced() => _fenced.Add(1);

    public void Woken(TimeSpan duration, string outcome) => Record(_wakeDuration, duration, outcome);

    public void SetAside(int commits) => _setAside.Add(commits);

    public void Dispose() => _meter.Dispose();

    private static void Record(Histogram<double> histogram, TimeSpan duration, string outcome) =>
        histogram.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
}
