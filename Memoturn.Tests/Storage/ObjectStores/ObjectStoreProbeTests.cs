using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Storage.ObjectStores;

public sealed class ObjectStoreProbeTests
{
    [Fact]
    public async Task A_store_without_conditions_is_told_what_it_lacks()
    {
        var store = new UnconditionalStore(new MemoryObjectStore(new FakeTimeProvider()));

        var missing = await new ObjectStoreProbe(store, new Random(1)).FindMissingAsync(default);

        Assert.Equal(
            [
                "refusal of create-if-absent where an object is",
                "read after write",
                "refusal of a repeated if-match with a used etag",
                "refusal of if-match with another etag",
                "read after replacement",
            ],
            missing.AsEnumerable());
    }

    /// <summary>Ignores every condition, as stores do that do not know the headers.</summary>
    private sealed class UnconditionalStore(IObjectStore inner) : IObjectStore
    {
        public Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token) => inner.FindAsync(key, token);

        public Task<StoredObject?> FindRangeAsync(
            ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token) =>
            inner.FindRangeAsync(key, offsetBytes, lengthBytes, token);

        public Task<PutResult> PutAsync(
            ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token) =>
            inner.PutAsync(key, content, PutCondition.Always, token);

        public Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token) =>
            inner.ListAsync(prefix, after, limit, token);

        public Task DeleteAsync(ObjectKey key, CancellationToken token) => inner.DeleteAsync(key, token);

        public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token) =>
            inner.DeleteManyAsync(keys, token);
    }
}
