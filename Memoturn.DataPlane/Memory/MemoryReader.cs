using Memoturn.DataPlane.Changes;
using Memoturn.DataPlane.Filters;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>The reads of the memory slice over one open state (http-api 16.7 and 16.8).</summary>
/// <param name="nowUnixMs">The time expiry is judged at.</param>
internal sealed class MemoryReader(Connection connection, long nowUnixMs)
{
    private const string SelectSupersedes = """
        SELECT id FROM __memoturn_memories WHERE topic_key = ? AND type = ? AND superseded_by = ? ORDER BY superseded_at, rowid
        """;
    private const string SelectSessions = """
        SELECT id, created_at, last_active_at FROM __memoturn_sessions
        WHERE last_active_at <= ?1 AND (last_active_at < ?1 OR id > ?2)
        ORDER BY last_active_at DESC, id LIMIT ?3
        """;

    private readonly MemorySql _sql = MemorySql.For(connection);

    /// <summary>A memory by id, superseded and expired ones included.</summary>
    public MemoryDetail? Find(string id)
    {
        using var select = connection.Prepare(_sql.SelectDetail);
        return select.Bind(1, id).Step() ? MemoryColumns.ReadDetail(select, ListSupersedes(select)) : null;
    }

    /// <summary>A page of memories, newest first and then by id.</summary>
    public Page<MemoryObject> List(MemoryCriteria criteria, PageCursor? after, int limit)
    {
        var text = new SqlText($"SELECT {_sql.Columns} FROM __memoturn_memories AS m WHERE ");
        criteria.AppendTo(text, _sql, nowUnixMs);
        if (after is { } cursor)
        {
            text.Append(" AND m.created_at <= ").Append(SqlValue.Of(cursor.TimeUnixMs))
                .Append(" AND (m.created_at < ").Append(SqlValue.Of(cursor.TimeUnixMs))
                .Append(" OR m.id > ").Append(SqlValue.Of(cursor.Id)).Append(")");
        }

        text.Append(" ORDER BY m.created_at DESC, m.id LIMIT ").Append(SqlValue.Of(limit + 1L));
        var size = new AnswerSize();
        using var select = text.Prepare(connection);
        return Page<MemoryObject>.Read(
            select, row => MemoryColumns.ReadObject(row, size), limit, last => new(last.CreatedAt, last.Id));
    }

    /// <summary>
    /// The activations of a memory's topic, or of the memory where it has none, oldest first; null when it is absent.
    /// </summary>
    public IReadOnlyList<HistoryEntry>? FindHistory(string id)
    {
        if (Find(id) is not { } memory)
        {
            return null;
        }

        using var select = connection.Prepare(
            _sql.SelectActivations + (memory.TopicKey is null
                ? " WHERE m.id = ?1 ORDER BY a.sequence"
                : " WHERE m.topic_key = ?1 AND m.type = ?2 ORDER BY a.sequence"));
        select.Bind(1, memory.TopicKey ?? id);
        if (memory.TopicKey is not null)
        {
            select.Bind(2, memory.Type);
        }

        var entries = new List<HistoryEntry>();
        var size = new AnswerSize();
        while (select.Step())
        {
            entries.Add(ReadHistoryEntry(select, size));
        }

        return entries;
    }

    /// <summary>A page of sessions, most recently active first and then by id.</summary>
    public Page<SessionRow> ListSessions(PageCursor? after, int limit)
    {
        using var select = connection.Prepare(SelectSessions);
        select.Bind(1, after?.TimeUnixMs ?? long.MaxValue).Bind(2, after?.Id ?? "").Bind(3, limit + 1L);
        return Page<SessionRow>.Read(
            select,
            row => new(row.GetText(0), row.GetInt64(1), row.GetInt64(2)),
            limit,
            last => new(last.LastActiveAt, last.Id));
    }

    private static HistoryEntry ReadHistoryEntry(Statement row, AnswerSize size)
    {
        var memory = MemoryColumns.ReadObject(row, size);
        return new()
        {
            Id = memory.Id,
            Type = memory.Type,
            TopicKey = memory.TopicKey,
            Summary = memory.Summary,
            Content = memory.Content,
            Source = memory.Source,
            Event = row.GetText(MemoryColumns.Count),
            ActiveFrom = row.GetInt64(MemoryColumns.Count + 1),
            ActiveTo = row.FindInt64(MemoryColumns.Count + 2),
            SupersededBy = row.FindText(MemoryColumns.Count + 3),
            ValidFrom = memory.ValidFrom,
            ValidTo = memory.ValidTo,
            Txid = ChangeLog.TxIdOf(row.GetInt64(MemoryColumns.Count + 4)).Value,
        };
    }

    private List<string> ListSupersedes(Statement memory)
    {
        var ids = new List<string>();
        if (memory.FindText(2) is not { } topicKey)
        {
            return ids;
        }

        using var select = connection.Prepare(SelectSupersedes);
        select.Bind(1, topicKey).Bind(2, memory.GetText(1)).Bind(3, memory.GetText(0));
        while (select.Step())
        {
            ids.Add(select.GetText(0));
        }

        return ids;
    }
}
