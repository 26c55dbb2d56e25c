namespace Memoturn.Tests.DataPlane;

/// <summary>One test node for a class of tests that use names of their own.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    internal TestNode Node { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
