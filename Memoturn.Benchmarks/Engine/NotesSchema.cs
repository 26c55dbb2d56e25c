using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>The table both sides write one row of 100 characters to.</summary>
internal static class NotesSchema
{
    public const string Create = "CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY, body TEXT NOT NULL)";

    private const string Insert = "INSERT INTO notes(body) VALUES (?)";

    private static readonly string Body = new('x', 100);

    public static void Add(Connection connection)
    {
        using var statement = connection.Prepare(Insert);
        statement.Bind(1, Body).Run();
    }
}
