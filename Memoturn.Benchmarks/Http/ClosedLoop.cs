using System.Diagnostics;
using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Http;

/// <summary>Clients that each send the next request when the last one is answered.</summary>
internal sealed record ClosedLoop(int ClientCount, TimeSpan Duration)
{
    private const int TimesPerClient = 1_000_000;
    private const double WarmUpShare = 0.2;

    /// <summary>Runs the operation in all clients, first to warm up, then for the whole duration.</summary>
    /// <param name="operation">Given the client's number and its sequence number, both from 0.</param>
    public async Task<ClosedLoopResult> RunAsync(
        Func<int, int, CancellationToken, Task> operation, CancellationToken token)
    {
        await MeasureAsync(operation, Duration * WarmUpShare, firstSequence: 0, token);
        return await MeasureAsync(operation, Duration, firstSequence: TimesPerClient, token);
    }

    private async Task<ClosedLoopResult> MeasureAsync(
        Func<int, int, CancellationToken, Task> operation, TimeSpan duration, int firstSequence,
        CancellationToken token)
    {
        var start = Stopwatch.GetTimestamp();
        var clients = Enumerable.Range(0, ClientCount)
            .Select(client => RunClientAsync(client, operation, start, duration, firstSequence, token));
        var times = await Task.WhenAll(clients);
        return new ClosedLoopResult(Latencies.Join(times), Stopwatch.GetElapsedTime(start));
    }

    private static async Task<Latencies> RunClientAsync(
        int client,
        Func<int, int, CancellationToken, Task> operation,
        long start,
        TimeSpan duration,
        int firstSequence,
        CancellationToken token)
    {
        var times = new Latencies(TimesPerClient);
        for (var sequence = firstSequence; Stopwatch.GetElapsedTime(start) < duration; sequence++)
        {
            var sent = Stopwatch.GetTimestamp();
            await operation(client, sequence, token);
            if (!times.TryAddSince(sent))
            {
                break;
            }
        }

        return times;
    }
}
