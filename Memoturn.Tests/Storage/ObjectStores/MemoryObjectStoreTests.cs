using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.Storage.ObjectStores;

public sealed class MemoryObjectStoreTests : ObjectStoreContract
{
    public MemoryObjectStoreTests() => Store = new MemoryObjectStore(Clock);

    protected override IObjectStore Store { get; }
}
