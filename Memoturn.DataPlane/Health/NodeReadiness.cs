using Memoturn.Protocol.Health;

namespace Memoturn.DataPlane.Health;

/// <summary>Whether this node takes requests. It is alone: what it has lost, all nodes have lost.</summary>
internal sealed class NodeReadiness(IHostApplicationLifetime lifetime, ObjectStoreProbe probe)
{
    public bool IsStarted => lifetime.ApplicationStarted.IsCancellationRequested;

    public bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    public async Task<ReadyChecks> CheckAsync() => new(
        await probe.AnswersAsync() ? ReadyStatuses.Ok : ReadyStatuses.Fail,
        ReadyStatuses.SingleNode,
        ReadyStatuses.None,
        IsDraining);
}
