namespace Memoturn.Storage.CommitLogs;

/// <summary>How a log's files lie on disk.</summary>
public sealed record FileLogOptions
{
    /// <summary>
    /// Bytes written as zeros ahead of the records, so that a sync has no file length to write; 64 KiB to 64 MiB. One
    /// write in
    /// so many bytes pays for it, and none in a file used before.
    /// </summary>
    public int ReserveBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Released files kept for reuse; others are deleted.</summary>
    public int SpareFiles { get; init; } = 1;
}
