using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Databases;

/// <summary>
/// Starts the engine before the listeners, and stops it, everything shipped, once the last request is answered.
/// </summary>
internal sealed class EngineHost(StorageEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
