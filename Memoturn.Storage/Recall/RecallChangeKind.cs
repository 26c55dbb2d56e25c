namespace Memoturn.Storage.Recall;

internal enum RecallChangeKind
{
    Add,
    Remove,
    Supersede,
    Revive,
}
