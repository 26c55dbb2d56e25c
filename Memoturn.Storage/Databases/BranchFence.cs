using Memoturn.Storage.Manifests;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>Ends every older epoch's shipping by an empty segment at the next seq (protocol A4, A5, B8).</summary>
internal sealed class BranchFence(BranchServices services, TailStore tails)
{
    /// <summary>Puts the fence of the manifest's claim behind <paramref name="tip"/>.</summary>
    /// <param name="continues">
    /// Gets the objects of older epochs that stood in the way: they belong to the history.
    /// </param>
    /// <returns>The tip with the fence; null when an equal or newer epoch stands there: this claim has lost.</returns>
    public async Task<HistoryTip?> PutAsync(
        Manifest manifest, HistoryTip tip, int pageSize, Action<StoredSegment> continues, CancellationToken token)
    {
        while (true)
        {
            if (tip.Epoch.Number >= manifest.EpochNumber)
            {
                // A fence behind a newer epoch would break the history for ever: along it the epoch never falls.
                return null;
            }

            var fence = Seal(manifest, tip, pageSize);
            var fenced = tip.Append(fence.Content, fence.Hash, fence.Key);
            if (await tails.PutAsync(fence, token) is not { } found)
            {
                return fenced;
            }

            if (found.Segment.Epoch.Number >= manifest.EpochNumber)
            {
                return null;
            }

            tip = tip.Append(found.Segment, found.Hash, found.Key);
            continues(found);
        }
    }

    private SealedSegment Seal(Manifest manifest, HistoryTip tip, int pageSize) => SealedSegment.Of(new()
    {
        Database = manifest.Uuid,
        Origin = manifest.BranchId,
        Seq = tip.Seq + 1,
        Previous = tip.Hash,
        Kind = SegmentKind.Fence,
        Hi = manifest.EpochNumber == 1 ? manifest.Parent?.ForkTxid ?? TxId.Zero : tip.FenceCeiling,
        Epoch = manifest.CurrentEpoch(),
        Nonce = services.Random.NextNonce(),
        PageSize = pageSize,
    });
}
