using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>The append-only log of one node for all its databases: acknowledged commits that are not yet in object storage.</summary>
/// <remarks>Format: docs/formats/commit-log.md. Rules: protocol C11-C13.</remarks>
public sealed class CommitLog
{
    /// <summary>Reads what the device holds and makes a log that goes on in a new file. Nothing is written before the first append.</summary>
    public static CommitLog Open(ILogDevice device, CommitLogOptions options) =>
        throw new NotSupportedException($"{device} {options}");

    public LogId LogId => throw new NotSupportedException($"{this}");

    /// <summary>What was there at opening. Every record of it is to be marked shipped or set aside; until then its file stays.</summary>
    public RecoveredLog Recovered => throw new NotSupportedException($"{this}");

    /// <summary>Bytes written to the files that still hold an unshipped record, and to the current one.</summary>
    public long LengthBytes => throw new NotSupportedException($"{this}");

    /// <summary>Bytes of the records neither shipped nor set aside.</summary>
    public long UnshippedBytes => throw new NotSupportedException($"{this}");

    /// <summary>Why the log is closed; null while it accepts.</summary>
    public Exception? Failure => throw new NotSupportedException($"{this}");

    /// <summary>The log loop: runs until the token is cancelled or the disk fails.</summary>
    /// <exception cref="LocalDiskException">An append or sync failed: the log is closed, and is opened anew over the same device.</exception>
    public Task RunAsync(CancellationToken token) => throw new NotSupportedException($"{this} {token}");

    /// <summary>Call before a commit gets its txid: the last moment the log can refuse it (protocol C11).</summary>
    /// <exception cref="LocalDiskException">The log is closed.</exception>
    /// <exception cref="OverloadedException">More bytes wait for the disk than the bound.</exception>
    public void EnsureAccepting() => throw new NotSupportedException($"{this}");

    /// <summary>
    /// Puts the record in line before it returns, so that records keep the order of the calls; ends when it is on disk.
    /// Cancelling stops the waiting, not the record.
    /// </summary>
    /// <exception cref="LocalDiskException">The log closed before the record was known to be on disk: the outcome is unknown.</exception>
    public Task AppendAsync(LogRecord record, CancellationToken token) => throw new NotSupportedException($"{this} {record} {token}");

    /// <summary>The branch's records up to this txid are in object storage; a file all of whose records are done is reused.</summary>
    public void MarkShipped(BranchId branch, TxId upTo) => throw new NotSupportedException($"{this} {branch} {upTo}");

    /// <summary>The records of a branch neither shipped nor set aside, in the order they were appended.</summary>
    public IReadOnlyList<LoggedRecord> Unshipped(BranchId branch) => throw new NotSupportedException($"{this} {branch}");

    /// <summary>Reads one record back.</summary>
    /// <exception cref="CorruptObjectException">The bytes no longer are that record.</exception>
    public LogRecord Read(LoggedRecord record) => throw new NotSupportedException($"{this} {record}");

    /// <summary>Copies records to the conflict directory, on disk when it ends, then counts them as done.</summary>
    public Task SetAsideAsync(BranchId branch, IReadOnlyList<LoggedRecord> records, CancellationToken token) =>
        throw new NotSupportedException($"{this} {branch} {records} {token}");
}
