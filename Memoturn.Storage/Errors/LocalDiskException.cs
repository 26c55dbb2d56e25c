namespace Memoturn.Storage;

/// <summary>The node's own disk failed: full, unreadable, or not writable.</summary>
public sealed class LocalDiskException(string message, Exception? inner = null) : StorageException(message, inner);
