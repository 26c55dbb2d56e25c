using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Schema;

public sealed class ReservedSchemaTests
{
    [Fact]
    public void Every_object_of_a_new_database_has_the_reserved_prefix()
    {
        using var connection = Connection.Open(":memory:");
        ReservedSchema.Create(connection);

        Assert.All(Names(connection), name => Assert.StartsWith(ReservedSchema.Prefix, name, StringComparison.Ordinal));
        Assert.Equal(ReservedSchema.CurrentVersion, ReservedSchema.GetVersion(connection));
        Assert.False(ReservedSchema.Upgrade(connection));
    }

    [Fact]
    public void An_upgraded_database_has_the_schema_text_of_a_new_one()
    {
        using var created = Connection.Open(":memory:");
        ReservedSchema.Create(created);
        using var upgraded = SchemaVersion1.Create();

        Assert.True(ReservedSchema.Upgrade(upgraded));

        Assert.Equal(SchemaText(created), SchemaText(upgraded));
        Assert.Equal(2, ReservedSchema.GetVersion(upgraded));
    }

    [Fact]
    public void A_database_taken_back_has_the_schema_of_the_version_before()
    {
        using var old = SchemaVersion1.Create();
        using var takenBack = Connection.Open(":memory:");
        ReservedSchema.Create(takenBack);

        SchemaVersion1.Downgrade(takenBack);

        Assert.Equal(SchemaText(old), SchemaText(takenBack));
    }

    [Theory]
    [InlineData("__memoturn_memories_fts")]
    [InlineData("__memoturn_turns_fts")]
    public void Full_text_tables_are_made_with_secure_delete(string table)
    {
        using var connection = Connection.Open(":memory:");
        ReservedSchema.Create(connection);

        using var select = connection.Prepare($"SELECT v FROM {table}_config WHERE k = 'secure-delete'");
        Assert.True(select.Step());
        Assert.Equal(1, select.GetInt64(0));
    }

    private static List<string> Names(Connection connection) =>
        Column(connection, "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_autoindex_%'");

    private static List<string> SchemaText(Connection connection) =>
        Column(
            connection, "SELECT type || ' ' || name || ' ' || rootpage || ' ' || coalesce(sql, '') FROM sqlite_schema");

    private static List<string> Column(Connection connection, string sql)
    {
        using var select = connection.Prepare(sql);
        var values = new List<string>();
        while (select.Step())
        {
            values.Add(select.GetText(0));
        }

        return values;
    }
}
