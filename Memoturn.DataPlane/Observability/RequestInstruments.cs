using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Memoturn.DataPlane.Observability;

/// <summary>What the node says of its requests. No label carries a name or a key.</summary>
internal sealed class RequestInstruments : IDisposable
{
    public const string MeterName = "Memoturn.DataPlane";

    /// <summary>Bucket boundaries in seconds, from a hot read to the wall clock of a request.</summary>
    private static readonly double[] Seconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly UpDownCounter<long> _inFlight;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _shed;

    public RequestInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _requests = _meter.CreateCounter<long>("memoturn.requests");
        _inFlight = _meter.CreateUpDownCounter<long>("memoturn.requests_in_flight");
        _shed = _meter.CreateCounter<long>("memoturn.writes_shed");
        _duration = _meter.CreateHistogram(
            "memoturn.request_duration", "s",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
    }

    public void Started() => _inFlight.Add(1);

    public void Ended() => _inFlight.Add(-1);

    public void Answered(RequestLabels labels, TimeSpan elapsed)
    {
        _requests.Add(1, new TagList
        {
            { "route", labels.Route }, { "kind", labels.Kind }, { "status", labels.Status }, { "code", labels.Code },
        });
        _duration.Record(elapsed.TotalSeconds, new TagList
        {
            { "route", labels.Route }, { "kind", labels.Kind }, { "durability", labels.Durability },
            { "outcome", labels.Outcome },
        });
    }

    public void ShedByRate() => _shed.Add(1, new KeyValuePair<string, object?>("reason", "rate"));

    public void Dispose() => _meter.Dispose();
}
