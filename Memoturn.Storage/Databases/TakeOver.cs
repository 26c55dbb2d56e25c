using Memoturn.Storage.Catalog;
using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Leases;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>Makes this node the owner of a branch (protocol A3, A4, B8, C13).</summary>
/// <remarks>
/// Steps: (a) owner key; (b) claim: compare-and-swap of the manifest to the next epoch; (c) load the history object by
/// object; (d) fence at the next seq; (e) read the manifest again: the claim must still be there and nothing folded
/// meanwhile; (f) the name record must still be active; (g) the epoch into the owner record. Then this node's own log
/// records that continue the history are shipped, before anything is served.
/// </remarks>
internal sealed class TakeOver(BranchServices services, HistoryReader reader)
{
    /// <summary>Claims one call makes before it gives the branch up.</summary>
    public const int Attempts = 5;

    private readonly TailStore _tails = new(services.Store);

    public async Task<OwnedBranch> RunAsync(NameRecord database, BranchName branch, CancellationToken token)
    {
        var key = new OwnerKey(database.Uuid, branch);
        var lease = await services.Lease.EnsureAsync(token);
        var owner = await services.Leases.AcquireAsync(lease, key, token);
        if (owner.Lease != lease)
        {
            throw new BranchUnavailableException($"owner unreachable: {key} is owned by {owner.Node}");
        }

        try
        {
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                if (await TryAsync(database, branch, owner, token) is { } owned)
                {
                    return owned;
                }
            }

            throw new BranchUnavailableException($"{key} was claimed by others {Attempts} times; retry later");
        }
        catch
        {
            await services.Leases.ReleaseAsync(lease, key, CancellationToken.None);
            throw;
        }
    }

    // Null: this claim has lost or is stale, a new one may be tried.
    private async Task<OwnedBranch?> TryAsync(
        NameRecord database, BranchName branch, OwnerRecord owner, CancellationToken token)
    {
        if (await ClaimAsync(database, branch, owner, token) is not { } claimed)
        {
            return null;
        }

        var manifest = claimed.Manifest;
        services.FailPoints?.Reach(FailPoints.TakeOverClaimed);
        var pageSize = TemplateSet.PageSizeOf(database.Name);
        using var restored = await reader.ReadAsync(manifest, pageSize, token);
        using var replay = new CommitReplay();
        var fence = new BranchFence(services, _tails);
        void Continue(StoredSegment late) => HistoryReader.Apply(late.Segment, late.Key, restored.Pages, replay);
        if (await fence.PutAsync(manifest, restored.Tip, pageSize, Continue, token) is not { } fenced)
        {
            return null;
        }

        services.FailPoints?.Reach(FailPoints.TakeOverFenced);
        await RequireActiveNameAsync(database, token);
        var current = await services.Manifests.FindAsync(database.Uuid, branch, token);
        if (current?.Manifest.Claim?.Nonce != manifest.Claim?.Nonce
            || current?.Manifest.Folded.Seq != manifest.Folded.Seq)
        {
            return null;
        }

        await services.Leases.RecordEpochAsync(owner.Lease, new(database.Uuid, branch), manifest.EpochNumber, token);
        var identity = new BranchIdentity(database.Uuid, new(database.Name, branch), manifest.BranchId, pageSize);
        var tip = await ReplayAsync(identity, manifest, restored with { Tip = fenced }, token);
        return tip is null ? null : Open(database, identity, manifest, owner.Lease, restored, tip);
    }

    private async Task<StoredManifest?> ClaimAsync(
        NameRecord database, BranchName branch, OwnerRecord owner, CancellationToken token)
    {
        var claim = new OwnerClaim(
            services.Random.NextNonce(), services.Options.Node.Value, new(services.Log.LogId.Value),
            services.Leases.ClusterId, owner.Revision);
        var branchId = services.Random.NextBranchId();
        var seen = await services.Manifests.FindAsync(database.Uuid, branch, token);
        var expected = seen?.Manifest.EpochNumber ?? 0;
        var change = await services.Manifests.ChangeAsync(
            database.Uuid,
            branch,
            current =>
                (current?.EpochNumber ?? 0) == expected ? Claimed(current, claim, database, branch, branchId) : null,
            token);
        if (change.Applied)
        {
            return change.Current;
        }

        // A newer epoch: retry only while the lease store still names this node (protocol A3).
        var holder = await services.Leases.FindOwnerAsync(new(database.Uuid, branch), token);
        return holder?.Lease == owner.Lease
            ? null
            : throw new BranchUnavailableException(
                $"owner unreachable: {database.Name}@{branch} is owned by {holder?.Node}");
    }

    private Manifest Claimed(
        Manifest? current, OwnerClaim claim, NameRecord database, BranchName branch, BranchId branchId)
    {
        if (current?.State == BranchState.Deleted)
        {
            throw new BranchUnavailableException($"{database.Name}@{branch} is deleted");
        }

        if (current?.Claim is { } held && held.Etcd == claim.Etcd && held.Revision > claim.Revision)
        {
            throw new BranchUnavailableException(
                $"owner unreachable: {database.Name}@{branch} is claimed by {held.Node} at a later revision");
        }

        var before = current ?? new Manifest
        {
            Uuid = database.Uuid,
            Branch = branch,
            BranchId = branchId,
            CreatedAtUnixMs = services.NowUnixMs,
        };
        var epoch = before.EpochNumber + 1;
        return before with
        {
            EpochNumber = epoch,
            Claim = claim,
            Since = before.Claim?.Log == claim.Log ? before.Since : epoch,
        };
    }

    private async Task RequireActiveNameAsync(NameRecord database, CancellationToken token)
    {
        var record = await services.Names.FindAsync(database.Name, token);
        if (record?.Uuid != database.Uuid || !record.IsLive(services.NowUnixMs))
        {
            throw new BranchUnavailableException($"database not found: {database.Name}");
        }
    }

    /// <summary>Ships what this node's own log still has of the branch; the rest is set aside.</summary>
    private async Task<HistoryTip?> ReplayAsync(
        BranchIdentity branch, Manifest manifest, RestoredBranch restored, CancellationToken token)
    {
        var below = restored.Tip.LastTxId;
        var logged = services.Log.Unshipped(branch.Id);
        var replayable = new List<CapturedCommit>();
        var last = below;
        foreach (var entry in logged.Where(entry => entry.TxId > below))
        {
            if (entry.Epoch.Number < manifest.Since || entry.PreviousTxId != last)
            {
                break;
            }

            replayable.Add(services.Log.Read(entry).Commit);
            last = entry.TxId;
        }

        // A number below the history's end is either in the history or was lost when another node took over.
        bool IsForeign(LoggedRecord entry) =>
            entry.TxId > last || (entry.TxId <= below && restored.Tip.IsLost(entry.TxId));
        if (logged.Where(IsForeign).ToList() is { Count: > 0 } foreign)
        {
            services.Instruments.SetAside(foreign.Count);
            services.Logger.SetAside(branch.Spec, foreign.Count, foreign[0].TxId, foreign[^1].TxId);
            await services.Log.SetAsideAsync(branch.Id, foreign, token);
        }

        if (replayable.Count == 0)
        {
            services.Log.MarkShipped(branch.Id, last);
            return restored.Tip;
        }

        return await ShipReplayedAsync(branch, manifest, restored, replayable, token);
    }

    private async Task<HistoryTip?> ShipReplayedAsync(
        BranchIdentity branch, Manifest manifest, RestoredBranch restored, List<CapturedCommit> commits,
        CancellationToken token)
    {
        var segment = SealedSegment.Of(new()
        {
            Database = branch.Database,
            Origin = branch.Id,
            Seq = restored.Tip.Seq + 1,
            Previous = restored.Tip.Hash,
            Kind = SegmentKind.Data,
            Hi = commits[^1].TxId,
            Epoch = manifest.CurrentEpoch(),
            Nonce = services.Random.NextNonce(),
            MinTxId = commits[0].TxId,
            MaxTxId = commits[^1].TxId,
            PageSize = branch.PageSize,
            PageCount = commits[^1].PageCount,
            Commits = [.. commits],
        });
        using var replay = new CommitReplay();
        HistoryReader.Apply(segment.Content, segment.Key, restored.Pages, replay);
        var tip = restored.Tip.Append(segment.Content, segment.Hash, segment.Key);
        if (await _tails.PutAsync(segment, token) is not null)
        {
            return null;
        }

        services.Log.MarkShipped(branch.Id, segment.Content.MaxTxId);
        return tip;
    }

    private OwnedBranch Open(
        NameRecord database, BranchIdentity branch, Manifest manifest, LeaseId lease, RestoredBranch restored,
        HistoryTip tip)
    {
        var pages = tip.LastTxId == TxId.Zero
            ? services.Templates.Fork(branch.PageSize)
            : new BranchPages(services.Memory, restored.Pages.Build(tip.LastTxId), new());
        var ownership = new Ownership(manifest.CurrentEpoch(), lease, services.Lease, tip.Ceiling);
        var head = new HeadState(new(tip.LastTxId, ownership.Epoch), tip.LastAtUnixMs, null);
        services.Logger.TakenOver(branch.Spec, ownership.Epoch.Number, tip.LastTxId);
        return new(services, branch, ownership, new(pages, head), tip, services.FloorOf(database));
    }
}
