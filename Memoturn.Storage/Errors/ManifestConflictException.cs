namespace Memoturn.Storage;

/// <summary>The manifest changed under every one of the bounded attempts to change it.</summary>
public sealed class ManifestConflictException(string message, Exception? inner = null) : StorageException(
    message, inner);
