using System.Globalization;
using System.Runtime.InteropServices;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Recall;

/// <summary>A profile's tables in memory, written by plain SQL, with the index that follows them.</summary>
internal sealed class RowsOfOneProfile : IDisposable
{
    private const string DeleteFts = """
        INSERT INTO __memoturn_memories_fts(__memoturn_memories_fts, rowid, summary, keywords, content)
        SELECT 'delete', rowid, summary, keywords, content FROM __memoturn_memories WHERE rowid = ?1
        """;

    private const string SelectKeyword = """
        SELECT m.rowid, bm25(__memoturn_memories_fts, 10.0, 5.0, 1.0) AS score FROM __memoturn_memories_fts f
        JOIN __memoturn_memories m ON m.rowid = f.rowid
        WHERE __memoturn_memories_fts MATCH ?1 AND m.superseded_at IS NULL
        ORDER BY score, m.created_at DESC, m.id LIMIT ?2
        """;

    private ulong _txid;

    public RowsOfOneProfile()
    {
        ReservedSchema.Create(Connection);
        Index = RecallIndex.Build(Connection, TxId.Zero);
    }

    public Connection Connection { get; } = Connection.Open(":memory:");

    public RecallIndex Index { get; private set; }

    public static string IdOf(long rowId) => "mem_" + rowId.ToString("x32", CultureInfo.InvariantCulture);

    public void Dispose() => Connection.Dispose();

    /// <summary>Runs the steps and publishes the index of the next txid.</summary>
    public RecallIndex Commit(Action<RecallChanges> steps)
    {
        var changes = new RecallChanges();
        steps(changes);
        return Index = Index.Apply(changes, new(++_txid));
    }

    public void Add(RecallChanges changes, RecallRow row)
    {
        using (var insert = Connection.Prepare("""
            INSERT INTO __memoturn_memories(rowid, id, type, topic_key, summary, keywords, content, content_json,
                session_id, created_at, expires_at, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'null', ?8, ?9, ?10, ?11)
            """))
        {
            insert.Bind(1, row.RowId).Bind(2, row.Id).Bind(3, row.Type).Bind(4, row.TopicKey).Bind(5, row.Summary)
                .Bind(6, row.Keywords).Bind(7, row.ContentText).Bind(8, row.SessionId).Bind(9, row.CreatedAtUnixMs)
                .Bind(10, row.ExpiresAtUnixMs).Bind(11, row.Source).Run();
        }

        Run("INSERT INTO __memoturn_memories_fts(rowid, summary, keywords, content) "
            + "SELECT rowid, summary, keywords, content FROM __memoturn_memories WHERE rowid = ?1", row.RowId);
        if (row.Embedding is { } vector)
        {
            using var insert = Connection.Prepare("INSERT INTO __memoturn_memory_vectors VALUES (?1, ?2, 1, x'', x'')");
            insert.Bind(1, row.RowId).Bind(2, MemoryMarshal.AsBytes(vector.AsSpan())).Run();
        }

        changes.Add(Connection, row);
    }

    public void Remove(RecallChanges changes, long rowId)
    {
        Run(DeleteFts, rowId);
        Run("DELETE FROM __memoturn_memories WHERE rowid = ?1", rowId);
        Run("DELETE FROM __memoturn_memory_vectors WHERE rowid = ?1", rowId);
        changes.Remove(rowId);
    }

    public void Supersede(RecallChanges changes, long rowId)
    {
        Run("UPDATE __memoturn_memories SET superseded_at = 1 WHERE rowid = ?1", rowId);
        changes.Supersede(rowId);
    }

    public void Revive(RecallChanges changes, long rowId)
    {
        Run("UPDATE __memoturn_memories SET superseded_at = NULL WHERE rowid = ?1", rowId);
        changes.Revive(rowId);
    }

    /// <summary>FTS5's answer over the rows as they are now.</summary>
    public (long RowId, double Score)[] KeywordByFts5(IEnumerable<string> tokens, int limit)
    {
        using var select = Connection.Prepare(SelectKeyword);
        select.Bind(1, string.Join(" OR ", tokens.Select(token => $"\"{token}\""))).Bind(2, limit);
        var found = new List<(long, double)>();
        while (select.Step())
        {
            found.Add((select.GetInt64(0), select.GetDouble(1)));
        }

        return [.. found];
    }

    private void Run(string sql, long rowId)
    {
        using var statement = Connection.Prepare(sql);
        statement.Bind(1, rowId).Run();
    }
}
