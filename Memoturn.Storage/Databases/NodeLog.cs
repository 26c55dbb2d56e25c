using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Leases;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The commit log of the node over its life: when the disk fails, the log closes for good and another is opened over
/// the
/// same device, which then holds what the first had acknowledged (protocol C11).
/// </summary>
internal sealed class NodeLog(ILogDevice device, CommitLogOptions options, TimeProvider clock)
{
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    private CommitLog _log = CommitLog.Open(device, options);

    /// <summary>
    /// True when the log has records of the branch that object storage may not have: it must be taken over before it is
    /// read.
    /// </summary>
    public bool IsUnrecovered(OwnerKey key) =>
        !Recovered.Branches.IsEmpty
        && Recovered.Branches.Any(branch =>
            branch.Database == key.Database
                && branch.Name.Branch == key.Branch
                && Current.Unshipped(branch.Branch).Count > 0);

    public LogId LogId => device.LogId;

    public RecoveredLog Recovered => Current.Recovered;

    public long UnshippedBytes => Current.UnshippedBytes;

    public long LengthBytes => Current.LengthBytes;

    private CommitLog Current => Volatile.Read(ref _log);

    /// <summary>
    /// Runs the log until cancelled; after a failure of the disk <paramref name="reopened"/> is told once a new log
    /// accepts.
    /// </summary>
    public async Task RunAsync(Action<LocalDiskException> failed, Func<Task> reopened, CancellationToken token)
    {
        var recovery = Task.CompletedTask;
        while (!token.IsCancellationRequested)
        {
            try
            {
                await Current.RunAsync(token);
            }
            catch (LocalDiskException failure)
            {
                failed(failure);
                await recovery;
                await ReopenAsync(token);

                // Beside the log, not before it: recovery waits for branches that wait for the log.
                recovery = reopened();
            }
        }
    }

    public void EnsureAccepting(long rawPageBytes) => Current.EnsureAccepting(rawPageBytes);

    public Task AppendAsync(LogRecord record) => Current.AppendAsync(record, CancellationToken.None);

    public void MarkShipped(BranchId branch, TxId upTo) => Current.MarkShipped(branch, upTo);

    public IReadOnlyList<LoggedRecord> Unshipped(BranchId branch) => Current.Unshipped(branch);

    public LogRecord Read(LoggedRecord record) => Current.Read(record);

    public Task SetAsideAsync(BranchId branch, IReadOnlyList<LoggedRecord> records, CancellationToken token) =>
        Current.SetAsideAsync(branch, records, token);

    private async Task ReopenAsync(CancellationToken token)
    {
        while (true)
        {
            await Task.Delay(ReopenPause, clock, token);
            try
            {
                Volatile.Write(ref _log, CommitLog.Open(device, options));
                return;
            }
            catch (LocalDiskException)
            {
                // Still broken: until it is mended the closed log refuses every write with the reason.
            }
        }
    }
}
