using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Rows of <c>__memoturn_sessions</c>.</summary>
internal static class SessionRows
{
    private const string Upsert = """
        INSERT INTO __memoturn_sessions(id, created_at, last_active_at) VALUES (?1, ?2, ?2)
        ON CONFLICT(id) DO UPDATE SET last_active_at = max(last_active_at, excluded.last_active_at)
        """;
    private const string DeleteRow = "DELETE FROM __memoturn_sessions WHERE id = ?";

    public static void Touch(Connection connection, string id, long nowUnixMs)
    {
        using var upsert = connection.Prepare(Upsert);
        upsert.Bind(1, id).Bind(2, nowUnixMs).Run();
    }

    public static void Delete(Connection connection, string id)
    {
        using var delete = connection.Prepare(DeleteRow);
        delete.Bind(1, id).Run();
    }
}
