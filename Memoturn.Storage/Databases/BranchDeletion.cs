using Memoturn.Storage.Catalog;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Databases;

/// <summary>
/// Turns the branches of a deleted database into tombstones and fences their tails (protocol D21). Idempotent.
/// </summary>
internal sealed class BranchDeletion(BranchServices services, HistoryReader reader)
{
    private const int PageLimit = 1000;

    private readonly TailStore _tails = new(services.Store);

    /// <summary>
    /// Tombstones every branch, <c>main</c> included when it has no manifest yet, so that nobody can create it any
    /// more.
    /// </summary>
    public async Task RunAsync(NameRecord database, CancellationToken token)
    {
        await TombstoneAsync(database, BranchName.Main, token);
        foreach (var branch in await ListAsync(database.Uuid, token))
        {
            if (!branch.IsMain)
            {
                await TombstoneAsync(database, branch, token);
            }
        }
    }

    private async Task TombstoneAsync(NameRecord database, BranchName branch, CancellationToken token)
    {
        var claim = new OwnerClaim(
            services.Random.NextNonce(), services.Options.Node.Value, new(services.Log.LogId.Value),
            services.Leases.ClusterId);
        var branchId = services.Random.NextBranchId();
        var change = await services.Manifests.ChangeAsync(
            database.Uuid,
            branch,
            current =>
                current?.State == BranchState.Deleted ? null : Tombstone(current, claim, database, branch, branchId),
            token);
        if (change.Current is not { } tombstone)
        {
            return;
        }

        services.Log.MarkShipped(tombstone.Manifest.BranchId, new(ulong.MaxValue));
        await FenceAsync(tombstone.Manifest, TemplateSet.PageSizeOf(database.Name), token);
    }

    private Manifest Tombstone(
        Manifest? current, OwnerClaim claim, NameRecord database, BranchName branch, BranchId branchId)
    {
        var before = current ?? new Manifest
        {
            Uuid = database.Uuid,
            Branch = branch,
            BranchId = branchId,
            CreatedAtUnixMs = services.NowUnixMs,
        };
        var epoch = before.EpochNumber + 1;
        return before with { EpochNumber = epoch, Claim = claim, Since = epoch, State = BranchState.Deleted };
    }

    private async Task FenceAsync(Manifest tombstone, int pageSize, CancellationToken token)
    {
        using var restored = await reader.ReadAsync(tombstone, pageSize, token);
        if (restored.Tip.Epoch.Number < tombstone.EpochNumber)
        {
            // Null means that the fence of an even newer tombstone stands there: as good.
            _ = await new BranchFence(services, _tails).PutAsync(
                tombstone, restored.Tip, pageSize, static _ => { }, token);
        }
    }

    private async Task<List<BranchName>> ListAsync(DatabaseId database, CancellationToken token)
    {
        var branches = new List<BranchName>();
        ObjectKey? after = null;
        while (true)
        {
            var page = await services.Store.ListAsync(ObjectKeys.BranchesPrefix(database), after, PageLimit, token);
            foreach (var entry in page.Entries)
            {
                if (ObjectKeys.TryParseManifest(entry.Key, out var branch))
                {
                    branches.Add(branch);
                }
            }

            if (!page.HasMore || page.Entries.IsEmpty)
            {
                return branches;
            }

            after = page.Entries[^1].Key;
        }
    }
}
