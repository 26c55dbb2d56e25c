using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Catalog;

/// <summary>The namespace records in the bucket (docs/formats/names.md).</summary>
public sealed class NamespaceCatalog(IObjectStore store, TimeProvider clock)
{
    private static readonly FencedCodec<NamespaceRecord> Codec = new(
        CatalogCodec.Encode, CatalogCodec.DecodeNamespace, (_, _) => { }, (_, _, _) => Task.CompletedTask);

    /// <summary>The record; null when the namespace has none.</summary>
    public async Task<NamespaceRecord?> FindAsync(NamespaceName name, CancellationToken token) =>
        (await Open(name).FindAsync(token))?.Value;

    /// <summary>
    /// Makes the record unless it is there; done before the first name record, or policy, of the namespace.
    /// </summary>
    public async Task EnsureAsync(NamespaceName name, CancellationToken token) =>
        await Open(name).ChangeAsync(current => current is null ? Fresh(name) : null, token);

    /// <summary>Changes the record, or makes it and changes that. The function may run several times.</summary>
    public async Task<NamespaceChange> PutAsync(
        NamespaceName name, Func<NamespaceRecord, NamespaceRecord> change, CancellationToken token)
    {
        var isCreated = false;
        var changed = await Open(name).ChangeAsync(
            current =>
            {
                isCreated = current is null;
                return change(current ?? Fresh(name)) with { UpdatedAtUnixMs = Now() };
            },
            token);
        return new(changed.Current!.Value, isCreated);
    }

    /// <summary>
    /// Namespaces that follow <paramref name="after"/>: one listing and at most <paramref name="limit"/> (1..1000)
    /// reads.
    /// </summary>
    public async Task<NamespacePage> ListAsync(NamespaceName? after, int limit, CancellationToken token)
    {
        ObjectKey? floor = after is { } name ? ObjectKeys.Namespace(name) : null;
        var page = await store.ListAsync(ObjectKeys.NamespacesPrefix, floor, limit, token);
        var keys = page.Entries.Select(entry => entry.Key).ToList();
        var found = await ParallelReads.ReadAsync(keys, (key, ct) => Open(key).FindAsync(ct), token);
        return new([.. found.OfType<Fenced<NamespaceRecord>>().Select(fenced => fenced.Value)], page.HasMore);
    }

    private NamespaceRecord Fresh(NamespaceName name) =>
        new() { Namespace = name, CreatedAtUnixMs = Now(), UpdatedAtUnixMs = Now() };

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private FencedObject<NamespaceRecord> Open(NamespaceName name) => Open(ObjectKeys.Namespace(name));

    private FencedObject<NamespaceRecord> Open(ObjectKey key) => new(store, key, Codec);
}
