namespace Memoturn.DataPlane.Memory;

/// <summary>Runs the sweep as long as the node runs.</summary>
/// <remarks>
/// No <see cref="BackgroundService"/>: one that is stopped before it ran logs its cancellation as a failure.
/// </remarks>
internal sealed class SweepHost(ExpirySweep sweep) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _isDisposed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = sweep.RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_stopping)
        {
            if (_isDisposed)
            {
                return;
            }

            _stopping.Cancel();
        }

        try
        {
            await _loop;
        }
        catch (OperationCanceledException)
        {
            // That is how the loop ends.
        }
    }

    // A host that is disposed while it stops asks again.
    public void Dispose()
    {
        lock (_stopping)
        {
            _isDisposed = true;
            _stopping.Dispose();
        }
    }
}
