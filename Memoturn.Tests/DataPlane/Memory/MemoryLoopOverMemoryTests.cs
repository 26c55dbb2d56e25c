namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryLoopOverMemoryTests : MemoryLoopContract
{
    [Fact]
    [Trait("Accept", "MEM-30")]
    public Task Full_loop_of_a_memory_in_memory_s3_and_azure_are_left() => RunFullLoopAsync();

    private protected override TestNode CreateNode() => new();
}
