using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Databases;

/// <summary>Counts what a database has in object storage.</summary>
internal sealed class DatabaseInspection(IObjectStore store, ManifestStore manifests)
{
    public async Task<int> CountBranchesAsync(DatabaseId database, CancellationToken token)
    {
        var stored = await manifests.ListAsync(database, token);
        return stored.Count(branch => branch.Manifest.State == BranchState.Live && !branch.Manifest.Branch.IsMain) + 1;
    }

    public async Task<long> SumBytesAsync(DatabaseId database, CancellationToken token)
    {
        var sizeBytes = 0L;
        ObjectPage page;
        ObjectKey? after = null;
        do
        {
            page = await store.ListAsync(ObjectKeys.DatabasePrefix(database), after, ObjectListing.MaxKeys, token);
            sizeBytes += page.Entries.Sum(entry => entry.LengthBytes);
            after = page.Entries.IsEmpty ? null : page.Entries[^1].Key;
        }
        while (page.HasMore);
        return sizeBytes;
    }
}
