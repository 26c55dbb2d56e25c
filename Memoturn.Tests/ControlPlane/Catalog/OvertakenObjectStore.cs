using Memoturn.Storage.Catalog;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.ControlPlane.Catalog;

/// <summary>A bucket where somebody else makes a database just before the first one to try.</summary>
internal sealed class OvertakenObjectStore(IObjectStore inner, string name) : IObjectStore
{
    private readonly DatabaseName _name = DatabaseName.Parse(name, null);

    /// <summary>What the other one made.</summary>
    public NameRecord? Winner { get; private set; }

    public async Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token)
    {
        if (Winner is null && key == ObjectKeys.Name(_name))
        {
            var names = new NameCatalog(inner, TimeProvider.System, new Random(1));
            Winner = (await names.CreateAsync(_name, NameOptions.Default, token)).Record;
        }

        return await inner.PutAsync(key, content, condition, token);
    }

    public Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token) =>
        inner.ListAsync(prefix, after, limit, token);

    public Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token) => inner.FindAsync(key, token);

    public Task<StoredObject?> FindRangeAsync(
        ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token) =>
        inner.FindRangeAsync(key, offsetBytes, lengthBytes, token);

    public Task DeleteAsync(ObjectKey key, CancellationToken token) => inner.DeleteAsync(key, token);

    public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token) =>
        inner.DeleteManyAsync(keys, token);
}
