using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Memoturn.DataPlane.Filters;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// The turns of the transcript a recall returns beside the memories, not fused with them (http-api 16.5, step 6).
/// </summary>
/// <param name="sessionId">Only this conversation; null for all.</param>
/// <param name="size">Of the answer so far.</param>
internal sealed class TurnSearch(Connection connection, string? sessionId, AnswerSize size)
{
    private const string SelectKeyword = """
        SELECT t.rowid FROM __memoturn_turns_fts CROSS JOIN __memoturn_turns AS t ON t.rowid = __memoturn_turns_fts.rowid
        WHERE __memoturn_turns_fts MATCH
        """;
    private const string BestFirst = " ORDER BY bm25(__memoturn_turns_fts), t.created_at DESC, t.rowid LIMIT ";
    private const string SelectVectors =
        "SELECT t.rowid, t.created_at, t.embedding FROM __memoturn_turns AS t WHERE length(t.embedding) = ";
    private const string SelectTurn =
        "SELECT session_id, seq, role, content_json FROM __memoturn_turns WHERE rowid = ?";

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = WireLimits.JsonDepth };

    /// <summary>The turns with any of the words, by bm25.</summary>
    public IReadOnlyList<RecalledTurn> FindByKeyword(ImmutableArray<string> tokens, int limit)
    {
        if (tokens.IsEmpty)
        {
            return [];
        }

        var text = AppendSession(new SqlText(SelectKeyword).Append(SqlValue.Of(QueryTokens.ToMatch(tokens))));
        using var select = text.Append(BestFirst).Append(SqlValue.Of(limit)).Prepare(connection);
        var turns = new List<RecalledTurn>();
        while (select.Step())
        {
            turns.Add(Get(select.GetInt64(0), distance: null, ChannelNames.Keyword));
        }

        return turns;
    }

    /// <summary>The turns with a vector of this dimension, by cosine distance.</summary>
    public IReadOnlyList<RecalledTurn> FindByVector(ReadOnlySpan<float> embedding, int limit)
    {
        var text = AppendSession(
            new SqlText(SelectVectors).Append(SqlValue.Of((long)embedding.Length * sizeof(float))));
        using var select = text.Prepare(connection);
        var top = new TopCandidates(limit);
        while (select.Step())
        {
            var distance = VectorDistance.Cosine(embedding, MemoryMarshal.Cast<byte, float>(select.GetBlob(2)));
            var rowId = select.GetInt64(0);
            top.Offer(new(distance, select.GetInt64(1), (UInt128)rowId, rowId));
        }

        return [.. top.TakeOrdered().Select(turn => Get(turn.RowId, turn.Key, ChannelNames.Vector))];
    }

    private SqlText AppendSession(SqlText text) =>
        sessionId is null ? text : text.Append(" AND t.session_id = ").Append(SqlValue.Of(sessionId));

    private RecalledTurn Get(long rowId, double? distance, string channel)
    {
        using var select = connection.Prepare(SelectTurn);
        select.Bind(1, rowId).Step();
        size.AddRow(select.GetUtf8(0).Length + select.GetUtf8(2).Length + select.GetUtf8(3).Length);
        var content = JsonElement.Parse(select.GetUtf8(3), Json);
        return new(select.GetText(0), select.GetInt64(1), select.GetText(2), content, distance, channel);
    }
}
