using Memoturn.Protocol.Memory;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Memory;

/// <summary>Recall as the node is set up for it.</summary>
internal sealed class MemoryRecall(RecallOptions options, RecallInstruments instruments, TimeProvider clock)
{
    /// <exception cref="Memoturn.Protocol.RequestException">400, naming the member.</exception>
    public RecallQuery Validate(RecallRequest request) => RecallValidator.Validate(request, NowUnixMs());

    /// <summary>
    /// Answers from one state: the newest, or the point asked for, at whose commit time expiry is judged then.
    /// </summary>
    /// <exception cref="Memoturn.Protocol.RequestException">The point is not there.</exception>
    public RecallResponse Run(RecallQuery query, ReadSnapshot snapshot)
    {
        var start = clock.GetTimestamp();
        query.At?.RequireHead(snapshot.Position.TxId, snapshot.CommittedAtUnixMs);
        var (index, now) = query.At is null ? (snapshot.Index, NowUnixMs()) : (null, snapshot.CommittedAtUnixMs);
        var answer = new RecallSearch(snapshot.Connection, index, now, options, clock, instruments)
            .Run(query, snapshot.Position.TxId.Value);
        instruments.Recalled(clock.GetElapsedTime(start));
        return answer;
    }

    private long NowUnixMs() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
