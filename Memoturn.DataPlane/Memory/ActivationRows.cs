using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Rows of <c>__memoturn_activations</c>: the times a memory was the active one.</summary>
/// <remarks>
/// A row's sequence is that of the change that began it, so sequences order the activations of a whole topic.
/// </remarks>
internal static class ActivationRows
{
    private const string Insert = """
        INSERT INTO __memoturn_activations(memory, sequence, event, active_from, shown_from, shown_to) VALUES (?, ?, ?, ?, ?, ?)
        """;
    private const string EndCurrent = """
        UPDATE __memoturn_activations SET active_to = ?, superseded_by = ?, shown_to = ?
        WHERE memory = ? AND active_to IS NULL
        """;
    private const string DeleteAll = "DELETE FROM __memoturn_activations WHERE memory = ?";

    public static void Begin(Connection connection, Activation activation)
    {
        using var insert = connection.Prepare(Insert);
        insert.Bind(1, activation.RowId).Bind(2, activation.Sequence).Bind(3, activation.Event)
            .Bind(4, activation.ActiveFrom).Bind(5, activation.ShownFrom).Bind(6, activation.ShownTo).Run();
    }

    public static void End(Connection connection, long rowId, string successorId, long activeTo, long shownTo)
    {
        using var update = connection.Prepare(EndCurrent);
        update.Bind(1, activeTo).Bind(2, successorId).Bind(3, shownTo).Bind(4, rowId).Run();
    }

    public static void Delete(Connection connection, long rowId)
    {
        using var delete = connection.Prepare(DeleteAll);
        delete.Bind(1, rowId).Run();
    }
}
