namespace Memoturn.Storage;

/// <summary>The object store did not answer, or answered that it cannot: the outcome of a write is unknown.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : StorageException(
    message, inner);
