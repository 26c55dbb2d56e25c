using System.Collections.Immutable;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Manifests;

/// <summary>
/// The manifests of all branches. A change is a function of the current manifest (protocol D16): it is run again on the
/// refreshed one after a lost race, so it must decide from its argument alone, and give up (null) where it finds itself
/// done. The store raises the generation.
/// </summary>
public sealed class ManifestStore(IObjectStore store)
{
    private readonly FencedCodec<Manifest> _codec = new(
        ManifestCodec.Encode, ManifestCodec.Decode, ManifestInvariants.Require, (old, next, token) =>
            PutDueAsync(store, old, next, token));

    public async Task<StoredManifest?> FindAsync(DatabaseId database, BranchName branch, CancellationToken token) =>
        Stored(await Open(database, branch).FindAsync(token));

    /// <summary>The manifests of all branches and tombstones of a database, by branch name.</summary>
    public async Task<ImmutableArray<StoredManifest>> ListAsync(DatabaseId database, CancellationToken token)
    {
        var manifests = ImmutableArray.CreateBuilder<StoredManifest>();
        var prefix = ObjectKeys.BranchesPrefix(database);
        ObjectPage page;
        ObjectKey? after = null;
        do
        {
            page = await store.ListAsync(prefix, after, ObjectListing.MaxKeys, token);
            var keys = page.Entries.Select(entry =>
                entry.Key).Where(key => ObjectKeys.TryParseManifest(key, out _)).ToList();
            var found = await ParallelReads.ReadAsync(
                keys, (key, ct) => new FencedObject<Manifest>(store, key, _codec).FindAsync(ct), token);
            manifests.AddRange(found.Select(Stored).OfType<StoredManifest>());
            after = page.Entries.IsEmpty ? null : page.Entries[^1].Key;
        }
        while (page.HasMore);

        return manifests.ToImmutable();
    }

    /// <summary>Reads the manifest, then changes it; the function gets null when there is none.</summary>
    /// <exception cref="ManifestConflictException">The race was lost more often than the bound.</exception>
    /// <exception cref="InvariantException">The next manifest breaks a rule every manifest keeps.</exception>
    /// <exception cref="StoreUnavailableException">
    /// The store did not answer; the change may or may not have landed.
    /// </exception>
    public async Task<ManifestChange> ChangeAsync(
        DatabaseId database, BranchName branch, Func<Manifest?, Manifest?> change, CancellationToken token) =>
        Changed(await Open(database, branch).ChangeAsync(RaisingGeneration(change), token));

    /// <summary>As above, beginning from what the caller read last: no read when that is still current.</summary>
    public async Task<ManifestChange> ChangeAsync(
        StoredManifest known, Func<Manifest?, Manifest?> change, CancellationToken token)
    {
        var manifest = known.Manifest;
        var fenced = new Fenced<Manifest>(manifest, known.ETag);
        return Changed(
            await Open(manifest.Uuid, manifest.Branch).ChangeAsync(fenced, RaisingGeneration(change), token));
    }

    /// <summary>
    /// As above, for the owner: refused unless the manifest still has the claim of <paramref name="held"/>.
    /// </summary>
    /// <exception cref="FencedException">Another epoch owns the branch, or it is deleted.</exception>
    public Task<ManifestChange> ChangeAsOwnerAsync(
        StoredManifest known, Epoch held, Func<Manifest, Manifest?> change, CancellationToken token) =>
        ChangeAsync(known, manifest => change(RequireOwned(manifest, held)), token);

    private static Manifest RequireOwned(Manifest? manifest, Epoch held) =>
        manifest is not null && manifest.CurrentEpoch() == held && manifest.State == BranchState.Live
            ? manifest
            : throw new FencedException(manifest?.CurrentEpoch() ?? Epoch.None, held);

    private static Func<Manifest?, Manifest?> RaisingGeneration(Func<Manifest?, Manifest?> change) =>
        current => change(current) is { } next ? next with { Generation = (current?.Generation ?? 0) + 1 } : null;

    private static Task PutDueAsync(IObjectStore store, Manifest? old, Manifest next, CancellationToken token) =>
        next.TtlAtUnixMs is { } due && due != old?.TtlAtUnixMs
            ? new DueTimes(store).PutAsync(due, next.Uuid, next.BranchId, next.Branch.ToString(), token)
            : Task.CompletedTask;

    private FencedObject<Manifest> Open(DatabaseId database, BranchName branch) =>
        new(store, ObjectKeys.Manifest(database, branch), _codec);

    private static ManifestChange Changed(FencedChange<Manifest> change) => new(Stored(change.Current), change.Applied);

    private static StoredManifest? Stored(Fenced<Manifest>? fenced) =>
        fenced is null ? null : new(fenced.Value, fenced.ETag);
}
