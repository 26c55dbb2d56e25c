using Memoturn.DataPlane.Filters;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>The channels of recall answered by the resident index of the state that is open.</summary>
internal sealed class ResidentChannels(RecallIndex index, Connection connection, RecallFilter filter)
{
    private const string SelectRowIds = "SELECT m.rowid FROM __memoturn_memories AS m WHERE ";

    /// <summary>
    /// The criteria as the index understands them; what only rows can tell is looked up here, once for all channels.
    /// </summary>
    public static RecallFilter FilterOf(MemoryCriteria criteria, Connection connection, long nowUnixMs) =>
        criteria is { Metadata: null, Content: null, AsOf: null }
            ? new()
            {
                NowUnixMs = nowUnixMs,
                Types = criteria.Types,
                SessionId = criteria.SessionId,
                Source = criteria.Source,
                TopicPrefix = criteria.TopicPrefix,
                CreatedAfterUnixMs = criteria.CreatedAfter,
                CreatedBeforeUnixMs = criteria.CreatedBefore,
                IncludesSuperseded = criteria.IncludesSuperseded,
            }
            : new()
            {
                NowUnixMs = nowUnixMs,
                IncludesSuperseded = true,
                RowIds = ReadRowIds(criteria, connection, nowUnixMs),
            };

    public RecallCandidate[] Topic(string topicKey, int limit) => index.FindByTopic(topicKey, filter, limit);

    /// <summary>Null when only the full-text table can answer.</summary>
    public RecallCandidate[]? Keyword(KeywordQuery query, int limit) =>
        index.FindByKeyword(query, filter, limit, connection);

    public RecallCandidate[] Vector(ReadOnlySpan<float> embedding, int limit) =>
        index.FindByVector(embedding, filter, limit, connection);

    private static HashSet<long> ReadRowIds(MemoryCriteria criteria, Connection connection, long nowUnixMs)
    {
        var text = criteria.AppendTo(new SqlText(SelectRowIds), MemorySql.For(connection), nowUnixMs);
        using var select = text.Prepare(connection);
        var rowIds = new HashSet<long>();
        while (select.Step())
        {
            rowIds.Add(select.GetInt64(0));
        }

        return rowIds;
    }
}
