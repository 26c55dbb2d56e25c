namespace Memoturn.Storage.Recall;

/// <summary>One step of <see cref="RecallChanges"/>.</summary>
/// <param name="Row">With <see cref="RecallChangeKind.Add"/>, else null.</param>
internal readonly record struct RecallChange(RecallChangeKind Kind, long RowId, IndexedRow? Row);
