namespace Memoturn.Storage.Recall;

/// <summary>
/// The resident index of one version of a profile: immutable, published in the same step as the page-table version
/// it was derived from (protocol E29).
/// </summary>
public sealed class RecallIndex
{
}
