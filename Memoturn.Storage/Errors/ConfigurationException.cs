namespace Memoturn.Storage;

/// <summary>What was configured cannot be honoured; the message is one line that says what to change.</summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : StorageException(message, inner);
