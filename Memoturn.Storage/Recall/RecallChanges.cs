namespace Memoturn.Storage.Recall;

/// <summary>What one write did to the rows the resident index is derived from, in order; applied when the round is published.</summary>
public sealed class RecallChanges
{
}
