namespace Memoturn.Storage;

/// <summary>A rule that guards stored data would have been broken; nothing was written.</summary>
public sealed class InvariantException(string message, Exception? inner = null) : StorageException(message, inner);
