namespace Memoturn.Storage.ObjectStores;

/// <summary>How a fenced object is written, read and guarded.</summary>
/// <param name="Decode">Throws <see cref="CorruptObjectException"/> for bytes that are no such object.</param>
/// <param name="Require">
/// Old (null when absent) and new; throws <see cref="InvariantException"/> before a forbidden change is written.
/// </param>
/// <param name="PrepareAsync">Old and new; stores what must be there before the change may land.</param>
internal sealed record FencedCodec<T>(
    Func<T, ReadOnlyMemory<byte>> Encode,
    Func<ReadOnlyMemory<byte>, ObjectKey, T> Decode,
    Action<T?, T> Require,
    Func<T?, T, CancellationToken, Task> PrepareAsync)
    where T : class;
