using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Tests.Storage.Databases;

/// <summary>A table of a user's, and what tests do with it.</summary>
internal static class NotesTable
{
    public static Task<WriteResult<long>> CreateAsync(StorageEngine engine, NameRecord database) =>
        engine.WriteAsync(
            database,
            BranchName.Main,
            Durability.Standard,
            context => context.Connection.Execute(
                "CREATE TABLE IF NOT EXISTS notes(id INTEGER PRIMARY KEY, body TEXT UNIQUE)"),
            CancellationToken.None);

    public static Task<WriteResult<long>> AddAsync(
        StorageEngine engine, NameRecord database, string body, Durability durability = Durability.Standard) =>
        engine.WriteAsync(database, BranchName.Main, durability, context => Add(context, body), CancellationToken.None);

    public static async Task<IReadOnlyList<string>> ReadAsync(
        StorageEngine engine, NameRecord database, ReadFloor floor = default)
    {
        using var snapshot = await engine.ReadAsync(database, BranchName.Main, floor, CancellationToken.None);
        using var statement = snapshot.Connection.Prepare("SELECT body FROM notes ORDER BY id");
        var bodies = new List<string>();
        while (statement.Step())
        {
            bodies.Add(statement.GetText(0));
        }

        return bodies;
    }

    public static async Task<string> CheckIntegrityAsync(StorageEngine engine, NameRecord database)
    {
        using var snapshot = await engine.ReadAsync(database, BranchName.Main, ReadFloor.Any, CancellationToken.None);
        using var statement = snapshot.Connection.Prepare("PRAGMA integrity_check");
        return statement.Step() ? statement.GetText(0) : "";
    }

    private static long Add(WriteContext context, string body)
    {
        using var statement = context.Connection.Prepare("INSERT INTO notes(body) VALUES (?)");
        statement.Bind(1, body).Run();
        return context.Connection.LastInsertRowId;
    }
}
