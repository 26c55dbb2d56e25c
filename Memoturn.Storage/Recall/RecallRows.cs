using System.Runtime.InteropServices;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>Fills an index from the rows it is derived from.</summary>
internal static class RecallRows
{
    private const int SourceVersion = 2;
    private const string Columns =
        "m.rowid, m.id, m.type, m.topic_key, m.summary, m.keywords, m.content, m.session_id, m.created_at, "
        + "m.expires_at, m.superseded_at IS NOT NULL, v.embedding, ";

    private const string From =
        " FROM __memoturn_memories m LEFT JOIN __memoturn_memory_vectors v ON v.rowid = m.rowid ORDER BY m.rowid";

    private const string Select = "SELECT " + Columns + "m.source" + From;
    private const string SelectBeforeSource = "SELECT " + Columns + "NULL" + From;

    public static void ReadInto(RecallWriter writer, Connection connection, ulong txid)
    {
        var hasSource = ReservedSchema.GetVersion(connection) >= SourceVersion;
        using var select = connection.Prepare(hasSource ? Select : SelectBeforeSource);
        while (select.Step())
        {
            var row = Read(select);
            var lifetime = RecallWriter.Lifetime(txid, row.ExpiresAtUnixMs);
            lifetime.Superseded = select.GetInt64(10) != 0 ? txid : SlotLifetime.Never;
            writer.Add(IndexedRow.From(row, connection.Tokenizer), lifetime);
        }
    }

    private static RecallRow Read(Statement row) => new()
    {
        RowId = row.GetInt64(0),
        Id = row.GetText(1),
        Type = row.GetText(2),
        TopicKey = row.FindText(3),
        Summary = row.GetText(4),
        Keywords = row.GetText(5),
        ContentText = row.GetText(6),
        SessionId = row.FindText(7),
        CreatedAtUnixMs = row.GetInt64(8),
        ExpiresAtUnixMs = row.FindInt64(9),
        Embedding = row.IsNull(11) ? null : MemoryMarshal.Cast<byte, float>(row.GetBlob(11)).ToArray(),
        Source = row.FindText(12),
    };
}
