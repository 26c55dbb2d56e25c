using System.Text.Json;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.DataPlane.Memory;

/// <summary>One profile in memory, written as commit rounds write it, without an engine around it.</summary>
internal sealed class MemoryDatabase : IDisposable
{
    public const long StartUnixMs = 1_700_000_000_000;

    public MemoryDatabase()
        : this(OpenEmpty())
    {
    }

    public MemoryDatabase(Connection connection)
    {
        Connection = connection;
        Index = RecallIndex.Build(connection, TxId.Zero);
    }

    public Connection Connection { get; }

    /// <summary>The resident index, which follows the writes as the engine makes it follow.</summary>
    public RecallIndex Index { get; private set; }

    public long NowUnixMs { get; set; } = StartUnixMs;

    public TxId TxId { get; private set; }

    public MemoryReader Reader => new(Connection, NowUnixMs);

    public static NewMemory Item(string type, string summary, string? topicKey = null, string? content = null) =>
        Validated(
            new() { Type = type, Summary = summary, TopicKey = topicKey, Content = Json(content ?? $"\"{summary}\"") });

    public static NewMemory Validated(MemoryItem item) => MemoryValidator.Validate(item, "memories[0]");

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    /// <summary>One request in a round of its own; the txid moves only when rows changed.</summary>
    public T Write<T>(Func<MemoryWriter, T> work)
    {
        var context = new WriteContext(Connection, TxId.Next, NowUnixMs, new RecallChanges());
        var before = TotalChanges();
        Connection.Execute("BEGIN");
        var result = work(new(context));
        Connection.Execute("COMMIT");
        TxId = TotalChanges() == before ? TxId : TxId.Next;
        Index = Index.Apply(context.Changes, TxId);
        return result;
    }

    public IngestResult Ingest(NewMemory memory) => Write(writer => writer.Ingest([memory]))[0];

    public IReadOnlyList<IngestResult> Ingest(params NewMemory[] memories) => Write(writer => writer.Ingest(memories));

    public bool Forget(string id) => Write(writer => writer.Forget(id));

    public IReadOnlyList<string> ListIds(MemoryCriteria? criteria = null) =>
        [.. Reader.List(criteria ?? new(), after: null, limit: 1000).Rows.Select(memory => memory.Id)];

    public long Count(string sql)
    {
        using var select = Connection.Prepare(sql);
        return select.Step() ? select.GetInt64(0) : 0;
    }

    /// <summary>Rowids the full-text table yields for one word, whatever the rows say.</summary>
    public IReadOnlyList<long> MatchText(string word)
    {
        using var select = Connection.Prepare(
            "SELECT rowid FROM __memoturn_memories_fts WHERE __memoturn_memories_fts MATCH ?");
        select.Bind(1, $"\"{word}\"");
        var rowIds = new List<long>();
        while (select.Step())
        {
            rowIds.Add(select.GetInt64(0));
        }

        return rowIds;
    }

    public void Dispose() => Connection.Dispose();

    private static Connection OpenEmpty()
    {
        var connection = Connection.Open(":memory:");
        ReservedSchema.Create(connection);
        return connection;
    }

    private long TotalChanges() => Count("SELECT total_changes()");
}
