namespace Memoturn.Storage;

/// <summary>
/// The branch cannot be served now: lease lost, being taken over, or the node is stopping. The outcome of a write is
/// unknown.
/// </summary>
public sealed class BranchUnavailableException(string message, Exception? inner = null) : StorageException(
    message, inner);
