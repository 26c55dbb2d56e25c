using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>One record from its append until it is shipped or set aside.</summary>
internal sealed class AppendedRecord(BranchId branch, TxId txId, int lengthBytes)
{
    private readonly TaskCompletionSource _onDisk = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BranchId Branch { get; } = branch;

    public TxId TxId { get; } = txId;

    public int LengthBytes { get; } = lengthBytes;

    /// <summary>What to write; null once it lies in a group's buffer.</summary>
    public LogRecord? Content { get; set; }

    /// <summary>Null until the record is on disk.</summary>
    public LoggedRecord? Location { get; set; }

    /// <summary>
    /// True once shipped or set aside, which may come before it is on disk: its file need not stay for it.
    /// </summary>
    public bool IsDone { get; set; }

    public Task OnDisk => _onDisk.Task;

    public void Complete() => _onDisk.TrySetResult();

    public void Fail(Exception failure) => _onDisk.TrySetException(failure);
}
