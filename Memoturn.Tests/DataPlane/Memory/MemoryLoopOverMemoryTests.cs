namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryLoopOverMemoryTests : MemoryLoopContract
{
    private protected override TestNode CreateNode() => new();
}
