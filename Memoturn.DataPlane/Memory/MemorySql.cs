using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// How memories are read, by the version of the reserved schema a database has; the memories table is <c>m</c>.
/// </summary>
internal sealed class MemorySql
{
    private const int FirstVersionWithSource = 2;

    private static readonly MemorySql WithSource = new("m.source");
    private static readonly MemorySql WithoutSource = new("NULL");

    private MemorySql(string source)
    {
        Source = source;
        Columns = "m.id, m.type, m.topic_key, m.summary, m.content_json, m.keywords, m.session_id, m.created_at, "
            + $"m.superseded_by, m.metadata, m.valid_from, m.valid_to, {source}";
        SelectByRowId = $"SELECT {Columns} FROM __memoturn_memories AS m WHERE m.rowid = ?";
        SelectDetail = $"SELECT {Columns}, m.expires_at, m.superseded_at FROM __memoturn_memories AS m WHERE m.id = ?";
        SelectActivations = $"""
            SELECT {Columns}, a.event, a.active_from, a.active_to, a.superseded_by, a.sequence
            FROM __memoturn_memories AS m JOIN __memoturn_activations AS a ON a.memory = m.rowid
            """;
    }

    /// <summary>SQL of a memory's source.</summary>
    public string Source { get; }

    /// <summary>The columns of <see cref="MemoryColumns"/>.</summary>
    public string Columns { get; }

    /// <summary>One memory by rowid.</summary>
    public string SelectByRowId { get; }

    /// <summary>One memory by id, and its end.</summary>
    public string SelectDetail { get; }

    /// <summary>Memories joined with their activations; the condition is still to come.</summary>
    public string SelectActivations { get; }

    public static MemorySql For(Connection connection) =>
        ReservedSchema.GetVersion(connection) >= FirstVersionWithSource ? WithSource : WithoutSource;
}
