namespace Memoturn.DataPlane.Memory;

/// <summary>Runs the sweep as long as the node runs.</summary>
internal sealed class SweepHost(ExpirySweep sweep) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => sweep.RunAsync(stoppingToken);
}
