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
    public Task<StoredManifest?> FindAsync(DatabaseId database, BranchName branch, CancellationToken token) =>
        throw new NotSupportedException($"{store} {database} {branch} {token}");

    /// <summary>Reads the manifest, then changes it; the function gets null when there is none.</summary>
    /// <exception cref="ManifestConflictException">The race was lost more often than the bound.</exception>
    /// <exception cref="InvariantException">The next manifest breaks a rule of the manifest.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer; the change may or may not have landed.</exception>
    public Task<ManifestChange> ChangeAsync(
        DatabaseId database, BranchName branch, Func<Manifest?, Manifest?> change, CancellationToken token) =>
        throw new NotSupportedException($"{store} {database} {branch} {change} {token}");

    /// <summary>As above, beginning from what the caller read last: no read when that is still current.</summary>
    public Task<ManifestChange> ChangeAsync(StoredManifest known, Func<Manifest?, Manifest?> change, CancellationToken token) =>
        throw new NotSupportedException($"{store} {known} {change} {token}");

    /// <summary>As above, for the owner: refused unless the manifest still has the claim of <paramref name="held"/>.</summary>
    /// <exception cref="FencedException">Another epoch owns the branch, or it is deleted.</exception>
    public Task<ManifestChange> ChangeAsOwnerAsync(
        StoredManifest known, Epoch held, Func<Manifest, Manifest?> change, CancellationToken token) =>
        throw new NotSupportedException($"{store} {known} {held} {change} {token}");
}
