using Memoturn.Protocol.Memory;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// Rows of <c>__memoturn_memories</c> with the full-text entry and the vector that live and die with them.
/// </summary>
internal static class MemoryRows
{
    private const string SelectState =
        "SELECT rowid, superseded_at, expires_at, valid_from, valid_to FROM __memoturn_memories WHERE id = ?";
    private const string SelectActiveOfTopic = """
        SELECT rowid, id, valid_to FROM __memoturn_memories
        WHERE topic_key = ? AND type = ? AND superseded_at IS NULL AND id <> ? AND (expires_at IS NULL OR expires_at > ?)
        """;
    private const string SelectExpired =
        "SELECT rowid FROM __memoturn_memories WHERE expires_at <= ? ORDER BY expires_at LIMIT ?";
    private const string SelectTasks =
        "SELECT rowid FROM __memoturn_memories WHERE session_id = ? AND type = ? ORDER BY rowid";
    private const string InsertRow = """
        INSERT INTO __memoturn_memories(id, type, topic_key, summary, keywords, content, content_json, session_id, source,
            metadata, created_at, expires_at, valid_from, valid_to)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    private const string InsertText =
        "INSERT INTO __memoturn_memories_fts(rowid, summary, keywords, content) VALUES (?, ?, ?, ?)";
    private const string MarkSuperseded =
        "UPDATE __memoturn_memories SET superseded_by = ?, superseded_at = ? WHERE rowid = ?";
    private const string ClearSuperseded =
        "UPDATE __memoturn_memories SET superseded_by = NULL, superseded_at = NULL WHERE rowid = ?";
    private const string DeleteText = """
        INSERT INTO __memoturn_memories_fts(__memoturn_memories_fts, rowid, summary, keywords, content)
        SELECT 'delete', rowid, summary, keywords, content FROM __memoturn_memories WHERE rowid = ?
        """;
    private const string DeleteRow =
        "DELETE FROM __memoturn_memories WHERE rowid = ? RETURNING id, type, topic_key, expires_at";
    private const string DeleteVector = "DELETE FROM __memoturn_memory_vectors WHERE rowid = ?";

    /// <summary>The row of an id, expired ones included; null when there is none.</summary>
    public static StoredMemory? Find(Connection connection, string id, long nowUnixMs)
    {
        using var select = connection.Prepare(SelectState);
        return select.Bind(1, id).Step()
            ? new(
                select.GetInt64(0),
                Supersession.StateOf(select.FindInt64(1), select.FindInt64(2), nowUnixMs),
                new(select.FindInt64(3), select.FindInt64(4)))
            : null;
    }

    /// <summary>Rows past their end, the oldest end first.</summary>
    public static List<long> ListExpired(Connection connection, long nowUnixMs, int mostRows)
    {
        using var select = connection.Prepare(SelectExpired);
        return ReadRowIds(select.Bind(1, nowUnixMs).Bind(2, mostRows));
    }

    /// <summary>Whether a sweep has anything to do.</summary>
    public static bool HasExpired(Connection connection, long nowUnixMs) =>
        ListExpired(connection, nowUnixMs, mostRows: 1).Count > 0;

    /// <summary>The tasks of a session, expired ones included.</summary>
    public static List<long> ListTasks(Connection connection, string sessionId)
    {
        using var select = connection.Prepare(SelectTasks);
        return ReadRowIds(select.Bind(1, sessionId).Bind(2, MemoryTypes.Task));
    }

    /// <summary>
    /// The active rows on the topic of a memory, itself left out: at most one, unless an import brought more.
    /// </summary>
    public static List<Predecessor> ListPredecessors(Connection connection, NewMemory memory, long nowUnixMs)
    {
        using var select = connection.Prepare(SelectActiveOfTopic);
        select.Bind(1, memory.TopicKey).Bind(2, memory.Type).Bind(3, memory.Id).Bind(4, nowUnixMs);
        var predecessors = new List<Predecessor>();
        while (select.Step())
        {
            predecessors.Add(new(select.GetInt64(0), select.GetText(1), select.FindInt64(2)));
        }

        return predecessors;
    }

    /// <summary>Inserts row and full-text entry; returns the rowid.</summary>
    public static long Insert(Connection connection, NewMemory memory, long nowUnixMs)
    {
        using (var insert = connection.Prepare(InsertRow))
        {
            insert.Bind(1, memory.Id).Bind(2, memory.Type).Bind(3, memory.TopicKey).Bind(4, memory.Summary)
                .Bind(5, memory.Keywords).Bind(6, memory.ContentText).BindUtf8(7, memory.ContentJson.Span)
                .Bind(8, memory.SessionId).Bind(9, memory.Source).Bind(10, memory.MetadataJson).Bind(11, nowUnixMs)
                .Bind(12, Supersession.ExpiresAt(memory.TtlSeconds, nowUnixMs)).Bind(13, memory.ValidFrom)
                .Bind(14, memory.ValidTo).Run();
        }

        var rowId = connection.LastInsertRowId;
        using var insertText = connection.Prepare(InsertText);
        insertText.Bind(1, rowId).Bind(2, memory.Summary).Bind(3, memory.Keywords).Bind(4, memory.ContentText).Run();
        return rowId;
    }

    public static void Supersede(Connection connection, long rowId, string successorId, long nowUnixMs)
    {
        using var update = connection.Prepare(MarkSuperseded);
        update.Bind(1, successorId).Bind(2, nowUnixMs).Bind(3, rowId).Run();
    }

    public static void Revive(Connection connection, long rowId)
    {
        using var update = connection.Prepare(ClearSuperseded);
        update.Bind(1, rowId).Run();
    }

    /// <summary>
    /// Deletes the row and everything that belongs to it; the full-text entry goes first, by the texts of the row.
    /// </summary>
    public static DeletedMemory Delete(Connection connection, long rowId)
    {
        RunFor(connection, DeleteText, rowId);
        RunFor(connection, DeleteVector, rowId);
        ActivationRows.Delete(connection, rowId);
        using var delete = connection.Prepare(DeleteRow);
        delete.Bind(1, rowId).Step();
        return new(delete.GetText(0), delete.GetText(1), delete.FindText(2), delete.FindInt64(3));
    }

    private static List<long> ReadRowIds(Statement select)
    {
        var rowIds = new List<long>();
        while (select.Step())
        {
            rowIds.Add(select.GetInt64(0));
        }

        return rowIds;
    }

    private static void RunFor(Connection connection, string sql, long rowId)
    {
        using var statement = connection.Prepare(sql);
        statement.Bind(1, rowId).Run();
    }
}
