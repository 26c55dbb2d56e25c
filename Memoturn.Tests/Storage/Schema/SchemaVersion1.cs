using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Schema;

/// <summary>Databases as the schema version before memory sources left them.</summary>
internal static class SchemaVersion1
{
    public const string Script = ReservedSchema.MemoriesBeforeSource + ");" + ReservedSchema.OtherTables
        + "INSERT INTO __memoturn_meta(name, value) VALUES ('schema_version', 1);";

    public static Connection Create()
    {
        var connection = Connection.Open(":memory:");
        connection.ExecuteScript("BEGIN;" + Script + "COMMIT;");
        return connection;
    }

    /// <summary>Takes a database of the present version back, rows kept.</summary>
    public static void Downgrade(Connection connection)
    {
        connection.Execute("ALTER TABLE __memoturn_memories DROP COLUMN source");
        connection.Execute("UPDATE __memoturn_meta SET value = 1 WHERE name = 'schema_version'");
    }
}
