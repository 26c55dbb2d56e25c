namespace Memoturn.Storage;

/// <summary>SQLite refused or failed a statement; the message is the engine's own text.</summary>
public sealed class SqlFailedException(string message, Exception? inner = null) : StorageException(message, inner);
