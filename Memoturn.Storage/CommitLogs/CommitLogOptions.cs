namespace Memoturn.Storage.CommitLogs;

/// <summary>Sizes and bounds of a commit log.</summary>
public sealed record CommitLogOptions
{
    /// <summary>
    /// Bytes after which the log goes on in the next file; 64 KiB to 1 GiB. A larger record gets a file of its own.
    /// </summary>
    public long FileSizeBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Most bytes in one write and one sync; 64 KiB to 64 MiB. A larger record is a group of its own.
    /// </summary>
    public int GroupBufferBytes { get; init; } = 1024 * 1024;

    /// <summary>Largest record; a commit above it is refused before it gets a txid.</summary>
    public int MaxRecordBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>Records waiting for the disk beyond which a further append waits for room.</summary>
    public int PendingRecords { get; init; } = 4096;

    /// <summary>Bytes waiting for the disk beyond which <see cref="CommitLog.EnsureAccepting"/> sheds.</summary>
    public long PendingBytes { get; init; } = 64 * 1024 * 1024;
}
