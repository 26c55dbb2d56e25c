namespace Memoturn.DataPlane.Memory;

/// <summary>The beginning of an activation.</summary>
/// <param name="Event">Created or revived, as history spells it.</param>
/// <param name="ShownTo">Until when <c>as_of</c> shows it while nothing supersedes it; null for ever.</param>
internal readonly record struct Activation(
    long RowId, long Sequence, string Event, long ActiveFrom, long ShownFrom, long? ShownTo);
