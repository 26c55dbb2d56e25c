namespace Memoturn.DataPlane.Memory;

/// <summary>Runs the sweep as long as the node runs.</summary>
/// <remarks>
/// No <see cref="BackgroundService"/>: one that is stopped before it ran logs its cancellation as a failure.
/// </remarks>
internal sealed class SweepHost(ExpirySweep sweep) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = sweep.RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        try
        {
            await _loop;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }

    public void Dispose() => _stopping.Dispose();
}
