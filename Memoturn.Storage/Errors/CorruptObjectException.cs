namespace Memoturn.Storage;

/// <summary>Stored bytes are not what they must be: the message names object, expected and found.</summary>
public sealed class CorruptObjectException(string message, Exception? inner = null) : StorageException(message, inner);
