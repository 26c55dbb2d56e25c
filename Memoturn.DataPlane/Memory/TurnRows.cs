using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Rows of <c>__memoturn_turns</c>, as far as the end of a session concerns them.</summary>
internal static class TurnRows
{
    private const string DeleteTexts = """
        INSERT INTO __memoturn_turns_fts(__memoturn_turns_fts, rowid, text)
        SELECT 'delete', rowid, text FROM __memoturn_turns WHERE session_id = ?
        """;
    private const string DeleteRows = "DELETE FROM __memoturn_turns WHERE session_id = ? RETURNING seq, role";

    /// <summary>
    /// Deletes a transcript; the full-text entries go first, by the texts of the rows. Returns number and role of each
    /// turn.
    /// </summary>
    public static List<(long Seq, string Role)> DeleteSession(Connection connection, string sessionId)
    {
        using (var deleteTexts = connection.Prepare(DeleteTexts))
        {
            deleteTexts.Bind(1, sessionId).Run();
        }

        using var delete = connection.Prepare(DeleteRows);
        delete.Bind(1, sessionId);
        var turns = new List<(long Seq, string Role)>();
        while (delete.Step())
        {
            turns.Add((delete.GetInt64(0), delete.GetText(1)));
        }

        return turns;
    }
}
