namespace Memoturn.Storage;

/// <summary>A bound was reached and the write was shed before it had any effect.</summary>
public sealed class OverloadedException(string message, TimeSpan retryAfter) : StorageException(message)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}
