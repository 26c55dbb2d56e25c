using System.Collections.Immutable;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The newest end of a branch's history in object storage, as far as it has been read. Pure: appending gives the next
/// tip.
/// </summary>
/// <param name="Seq">Sequence number of the last tail object; 0 before the first.</param>
/// <param name="Hash">Hash of that object, which the next one's header must carry.</param>
/// <param name="LastTxId">Newest committed txid.</param>
/// <param name="Ceiling">
/// Highest txid or fence <c>hi</c>: no owner so far can have handed out a number above it plus the window (protocol
/// B8).
/// </param>
/// <param name="LastAtUnixMs">Time of the newest commit.</param>
/// <param name="Epoch">Epoch of the last tail object; along the sequence its number never falls.</param>
/// <param name="IsFinal">The last object ends its epoch cleanly: nothing more was handed out.</param>
/// <param name="Gaps">Txids that may have been handed out and are lost, ascending.</param>
internal sealed record HistoryTip(
    ulong Seq,
    UInt128 Hash,
    TxId LastTxId,
    TxId Ceiling,
    long LastAtUnixMs,
    Epoch Epoch,
    bool IsFinal,
    ImmutableArray<TxIdRange> Gaps)
{
    /// <summary>How far above the highest number in the store an owner may hand out (protocol B8).</summary>
    public const ulong Window = 65_536;

    public static readonly HistoryTip Empty = new(0, UInt128.Zero, TxId.Zero, TxId.Zero, 0, Epoch.None, false, []);

    /// <summary>The tip of what the manifest has folded; the tail goes on from here.</summary>
    public static HistoryTip Of(Manifest manifest) => Empty with
    {
        Seq = manifest.Folded.Seq,
        Hash = manifest.Folded.Hash,
        LastTxId = manifest.Head.TxId,
        LastAtUnixMs = manifest.Head.AtUnixMs,
        Ceiling = manifest.Gaps is [.., var last] ? TxId.Max(manifest.Head.TxId, last.To) : manifest.Head.TxId,
        Gaps = manifest.Gaps,
    };

    /// <summary>The <c>hi</c> of a fence written now: above everything the owners so far can have handed out.</summary>
    public TxId FenceCeiling => IsFinal || Seq == 0 ? Ceiling : new(Ceiling.Value + Window);

    /// <summary>Checks that <paramref name="segment"/> continues this history and returns the tip with it.</summary>
    /// <exception cref="CorruptObjectException">It does not: sequence, chain, epoch or txids break.</exception>
    public HistoryTip Append(Segment segment, UInt128 hash, ObjectKey key)
    {
        Require(segment.Seq == Seq + 1, key, "seq", Seq + 1, segment.Seq);
        Require(segment.Previous == Hash, key, "hash of the preceding object", Hash, segment.Previous);
        Require(segment.Epoch.Number >= Epoch.Number, key, "an epoch of at least", Epoch.Number, segment.Epoch.Number);

        var tip = this with
        {
            Seq = segment.Seq,
            Hash = hash,
            Epoch = segment.Epoch,
            IsFinal = segment.Kind == SegmentKind.Final,
            Ceiling = TxId.Max(Ceiling, segment.Hi),
            Gaps = segment.Kind == SegmentKind.Fence ? WithGap(LastTxId.Next, segment.Hi) : Gaps,
        };
        foreach (var commit in segment.Commits)
        {
            Require(commit.PreviousTxId == tip.LastTxId, key, "txid before", tip.LastTxId, commit.PreviousTxId);
            Require(commit.TxId > tip.LastTxId, key, "a txid above", tip.LastTxId, commit.TxId);
            tip = tip.Append(commit);
        }

        return tip;
    }

    /// <summary>True when <paramref name="txid"/> lies in a range lost in a failover.</summary>
    public bool IsLost(TxId txid) => Gaps.Any(gap => gap.Contains(txid));

    private HistoryTip Append(CapturedCommit commit) => this with
    {
        LastTxId = commit.TxId,
        LastAtUnixMs = commit.AtUnixMs,
        Ceiling = TxId.Max(Ceiling, commit.TxId),
        Gaps = WithoutReplayed(commit.TxId),
    };

    // Ranges that touch are one, so that a replay behind the second fence clears the numbers of both.
    private ImmutableArray<TxIdRange> WithGap(TxId from, TxId to)
    {
        if (from > to)
        {
            return Gaps;
        }

        return Gaps is [.., var last] && last.To.Next >= from
            ? Gaps.SetItem(Gaps.Length - 1, new(last.From < from ? last.From : from, TxId.Max(last.To, to)))
            : Gaps.Add(new(from, to));
    }

    // A commit replayed after the fence lies inside the fence's range: what it stands for is not lost.
    private ImmutableArray<TxIdRange> WithoutReplayed(TxId txid)
    {
        if (Gaps is not [.., var last] || !last.Contains(txid))
        {
            return Gaps;
        }

        return txid == last.To
            ? Gaps.RemoveAt(Gaps.Length - 1)
            : Gaps.SetItem(Gaps.Length - 1, new(txid.Next, last.To));
    }

    private static void Require<T>(bool holds, ObjectKey key, string what, T expected, T found)
    {
        if (!holds)
        {
            throw new CorruptObjectException($"{key}: expected {what} {expected}, found {found}");
        }
    }
}
