using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryLoopOverDirectoryTests : MemoryLoopContract
{
    private readonly string _directory = Directory.CreateTempSubdirectory("memoturn-store-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    [Trait("Accept", "MEM-30")]
    public Task Full_loop_of_a_memory_in_a_directory_s3_and_azure_are_left() => RunFullLoopAsync();

    private protected override TestNode CreateNode() =>
        new(new() { Store = new DirectoryObjectStore(_directory, TimeProvider.System, new Random(1)) });
}
