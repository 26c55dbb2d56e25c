using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>
/// What one write did to the rows the resident index is derived from, in order; applied when the round is published.
/// </summary>
public sealed class RecallChanges
{
    private readonly List<RecallChange> _changes = [];

    public bool IsEmpty => _changes.Count == 0;

    internal IReadOnlyList<RecallChange> Changes => _changes;

    /// <summary>
    /// A row was created. Its text is tokenized now, by the tokenizer of <paramref name="connection"/>.
    /// </summary>
    public void Add(Connection connection, RecallRow row) =>
        _changes.Add(new(RecallChangeKind.Add, row.RowId, IndexedRow.From(row, connection.Tokenizer)));

    /// <summary>A row was forgotten, swept, aged out or erased.</summary>
    public void Remove(long rowId) => _changes.Add(new(RecallChangeKind.Remove, rowId, null));

    /// <summary>A row got a successor.</summary>
    public void Supersede(long rowId) => _changes.Add(new(RecallChangeKind.Supersede, rowId, null));

    /// <summary>The supersession mark of a row was cleared.</summary>
    public void Revive(long rowId) => _changes.Add(new(RecallChangeKind.Revive, rowId, null));

    /// <summary>Appends what another request of the same round did after this one.</summary>
    public void Append(RecallChanges later) => _changes.AddRange(later._changes);
}
