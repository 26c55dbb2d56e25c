using System.Diagnostics.Metrics;
using Memoturn.DataPlane.Observability;

namespace Memoturn.DataPlane.Memory;

/// <summary>How long recalls take, and each channel of them.</summary>
internal sealed class RecallInstruments(IMeterFactory meters)
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    };

    // The factory keeps the meter and disposes it.
    private readonly Histogram<double> _recalls = meters.Create(RequestInstruments.MeterName)
        .CreateHistogram("memoturn.recall_duration", "s", advice: Seconds);

    private readonly Histogram<double> _channels = meters.Create(RequestInstruments.MeterName)
        .CreateHistogram("memoturn.recall_channel_duration", "s", advice: Seconds);

    public void Recalled(TimeSpan elapsed) => _recalls.Record(elapsed.TotalSeconds);

    public void Answered(string channel, TimeSpan elapsed) =>
        _channels.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("channel", channel));
}
