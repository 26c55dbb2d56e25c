namespace Memoturn.Storage;

/// <summary>
/// Root of what the engine refuses or fails at. The message says what was attempted, on what, and what was found.
/// </summary>
public abstract class StorageException(string message, Exception? inner = null) : Exception(message, inner);
