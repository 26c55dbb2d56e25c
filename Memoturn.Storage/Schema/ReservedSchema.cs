using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Schema;

/// <summary>
/// The reserved tables of every database, as the template database is made from them (docs/formats/schema.md).
/// </summary>
/// <remarks>
/// Tables that are addressed by text keys and hold short rows are WITHOUT ROWID. Full-text tables index the columns of
/// the same names of their content table; who writes a row writes its full-text entry, and deletes it with the row's
/// old texts.
/// </remarks>
public static class ReservedSchema
{
    /// <summary>What a name must not start with in a user's SQL.</summary>
    public const string Prefix = "__memoturn_";

    public const int CurrentVersion = 2;

    /// <summary>The oldest version that reads understand and <see cref="Upgrade"/> starts from.</summary>
    public const int OldestVersion = 1;

    /// <summary>Makes all reserved tables of <see cref="CurrentVersion"/> in an empty database.</summary>
    /// <remarks>
    /// <c>source</c> is the last column, where <see cref="Upgrade"/> puts it: both ways lead to the same schema text.
    /// </remarks>
    public const string Script = MemoriesBeforeSource + ", source TEXT);" + OtherTables
        + "INSERT INTO __memoturn_meta(name, value) VALUES ('schema_version', 2);";

    internal const string MemoriesBeforeSource = """
        CREATE TABLE __memoturn_meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE __memoturn_memories(
            rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, topic_key TEXT,
            summary TEXT NOT NULL, keywords TEXT NOT NULL, content TEXT NOT NULL, content_json TEXT NOT NULL,
            session_id TEXT, metadata TEXT, created_at INTEGER NOT NULL, expires_at INTEGER,
            valid_from INTEGER, valid_to INTEGER, superseded_by TEXT, superseded_at INTEGER
        """;

    internal const string OtherTables = """

        CREATE INDEX __memoturn_memories_topic ON __memoturn_memories(topic_key, type, superseded_at) WHERE topic_key IS NOT NULL;
        CREATE INDEX __memoturn_memories_session ON __memoturn_memories(session_id) WHERE session_id IS NOT NULL;
        CREATE INDEX __memoturn_memories_created ON __memoturn_memories(created_at);
        CREATE INDEX __memoturn_memories_expiry ON __memoturn_memories(expires_at) WHERE expires_at IS NOT NULL;
        CREATE VIRTUAL TABLE __memoturn_memories_fts USING fts5(summary, keywords, content,
            content='__memoturn_memories', content_rowid='rowid', tokenize='porter unicode61 remove_diacritics 2');
        INSERT INTO __memoturn_memories_fts(__memoturn_memories_fts, rank) VALUES ('secure-delete', 1);
        CREATE TABLE __memoturn_activations(
            memory INTEGER NOT NULL, sequence INTEGER NOT NULL, event TEXT NOT NULL, active_from INTEGER NOT NULL,
            active_to INTEGER, superseded_by TEXT, shown_from INTEGER NOT NULL, shown_to INTEGER,
            PRIMARY KEY(memory, sequence)) WITHOUT ROWID;
        CREATE TABLE __memoturn_sessions(
            id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, last_active_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE __memoturn_memory_vectors(
            rowid INTEGER PRIMARY KEY, embedding BLOB NOT NULL, scale REAL NOT NULL, code BLOB NOT NULL, signs BLOB NOT NULL);
        CREATE TABLE __memoturn_changes(
            sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, op TEXT NOT NULL,
            scope TEXT, item, detail TEXT);
        CREATE TABLE __memoturn_collections(
            kind TEXT NOT NULL, name TEXT NOT NULL, dimension INTEGER, PRIMARY KEY(kind, name)) WITHOUT ROWID;
        CREATE TABLE __memoturn_documents(
            collection TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY(collection, id)) WITHOUT ROWID;
        CREATE TABLE __memoturn_document_indexes(
            collection TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY(collection, path)) WITHOUT ROWID;
        CREATE TABLE __memoturn_kv(
            ns TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, expires_at INTEGER, PRIMARY KEY(ns, key)) WITHOUT ROWID;
        CREATE INDEX __memoturn_kv_expiry ON __memoturn_kv(expires_at) WHERE expires_at IS NOT NULL;
        CREATE TABLE __memoturn_vectors(
            rowid INTEGER PRIMARY KEY, collection TEXT NOT NULL, id TEXT NOT NULL, embedding BLOB NOT NULL,
            scale REAL NOT NULL, code BLOB NOT NULL, signs BLOB NOT NULL, metadata TEXT, UNIQUE(collection, id));
        CREATE TABLE __memoturn_turns(
            rowid INTEGER PRIMARY KEY, session_id TEXT NOT NULL, seq INTEGER NOT NULL, role TEXT NOT NULL,
            text TEXT NOT NULL, content_json TEXT NOT NULL, embedding BLOB, created_at INTEGER NOT NULL, UNIQUE(session_id, seq));
        CREATE VIRTUAL TABLE __memoturn_turns_fts USING fts5(text,
            content='__memoturn_turns', content_rowid='rowid', tokenize='porter unicode61 remove_diacritics 2');
        INSERT INTO __memoturn_turns_fts(__memoturn_turns_fts, rank) VALUES ('secure-delete', 1);

        """;

    private const string SelectVersion = "SELECT value FROM __memoturn_meta WHERE name = 'schema_version'";
    private const string FromVersion1 = """
        ALTER TABLE __memoturn_memories ADD COLUMN source TEXT;
        UPDATE __memoturn_meta SET value = 2 WHERE name = 'schema_version';
        """;

    /// <summary>Makes the reserved tables in an empty database, in one transaction.</summary>
    public static void Create(Connection connection) =>
        connection.ExecuteScript("BEGIN;" + Script + "COMMIT;");

    /// <summary>The version stored in the database.</summary>
    /// <exception cref="InvariantException">The database has no reserved tables.</exception>
    public static int GetVersion(Connection connection)
    {
        using var select = connection.Prepare(SelectVersion);
        return select.Step()
            ? (int)select.GetInt64(0)
            : throw new InvariantException("schema version: no row in __memoturn_meta");
    }

    /// <summary>Brings the tables to <see cref="CurrentVersion"/> inside the transaction that is open.</summary>
    /// <returns>Whether anything was to do.</returns>
    public static bool Upgrade(Connection connection)
    {
        if (GetVersion(connection) >= CurrentVersion)
        {
            return false;
        }

        connection.ExecuteScript(FromVersion1);
        return true;
    }
}
