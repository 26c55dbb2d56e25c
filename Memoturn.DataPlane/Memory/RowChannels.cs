using System.Runtime.InteropServices;
using Memoturn.DataPlane.Filters;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// The channels of recall answered by the rows and the full-text table, where no index is resident; the same lists.
/// </summary>
internal sealed class RowChannels(Connection connection, MemoryCriteria criteria, long nowUnixMs)
{
    private const string SelectTopic = """
        SELECT m.rowid, m.id, m.created_at, -m.created_at AS key FROM __memoturn_memories AS m WHERE m.topic_key =
        """;

    // CROSS JOIN: the full-text table leads, whatever the planner thinks of the criteria.
    private const string SelectKeyword = """
        SELECT m.rowid, m.id, m.created_at, bm25(__memoturn_memories_fts, ?, ?, ?) AS key
        FROM __memoturn_memories_fts CROSS JOIN __memoturn_memories AS m ON m.rowid = __memoturn_memories_fts.rowid
        WHERE __memoturn_memories_fts MATCH
        """;
    private const string SelectVectors = """
        SELECT m.rowid, m.id, m.created_at, v.embedding
        FROM __memoturn_memory_vectors AS v CROSS JOIN __memoturn_memories AS m ON m.rowid = v.rowid WHERE length(v.embedding) =
        """;
    private const string BestFirst = " ORDER BY key, m.created_at DESC, m.id LIMIT ";

    public RecallCandidate[] Topic(string topicKey, int limit) =>
        ReadOrdered(new SqlText(SelectTopic).Append(SqlValue.Of(topicKey)), limit);

    public RecallCandidate[] Keyword(KeywordQuery query, int limit)
    {
        var parts = SelectKeyword.Split('?');
        var text = new SqlText(parts[0]).Append(SqlValue.Of(query.Weights.Summary))
            .Append(parts[1]).Append(SqlValue.Of(query.Weights.Keywords))
            .Append(parts[2]).Append(SqlValue.Of(query.Weights.Content))
            .Append(parts[3]).Append(SqlValue.Of(QueryTokens.ToMatch(query.Tokens)));
        return ReadOrdered(text, limit);
    }

    public RecallCandidate[] Vector(ReadOnlySpan<float> embedding, int limit)
    {
        var text = new SqlText(SelectVectors).Append(SqlValue.Of((long)embedding.Length * sizeof(float)));
        using var select = AppendCriteria(text).Prepare(connection);
        var top = new TopCandidates(limit);
        while (select.Step())
        {
            var distance = VectorDistance.Cosine(embedding, MemoryMarshal.Cast<byte, float>(select.GetBlob(3)));
            if (top.Admits(distance))
            {
                top.Offer(Read(select, distance));
            }
        }

        return top.TakeOrdered();
    }

    private static RecallCandidate Read(Statement row, double key) =>
        new(key, row.GetInt64(2), RecallCandidate.ParseId(row.GetText(1)), row.GetInt64(0));

    private SqlText AppendCriteria(SqlText text) =>
        criteria.AppendTo(text.Append(" AND "), MemorySql.For(connection), nowUnixMs);

    private RecallCandidate[] ReadOrdered(SqlText text, int limit)
    {
        using var select = AppendCriteria(text).Append(BestFirst).Append(SqlValue.Of(limit)).Prepare(connection);
        var found = new List<RecallCandidate>();
        while (select.Step())
        {
            found.Add(Read(select, select.GetDouble(3)));
        }

        return [.. found];
    }
}
