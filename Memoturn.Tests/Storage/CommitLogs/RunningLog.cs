using Memoturn.Storage.CommitLogs;

namespace Memoturn.Tests.Storage.CommitLogs;

/// <summary>A log with its loop running; disposing stops the loop and waits for it.</summary>
internal sealed class RunningLog : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public RunningLog(ILogDevice device, CommitLogOptions? options = null)
    {
        Log = CommitLog.Open(device, options ?? new());
        Loop = Log.RunAsync(_stop.Token);
    }

    public CommitLog Log { get; }

    public Task Loop { get; }

    public Task AppendAsync(int branch, ulong txId, ulong previous, ulong epoch = 1, int contentBytes = 100) =>
        Log.AppendAsync(LogRecords.Create(branch, txId, previous, epoch, contentBytes), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Loop.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }
}
