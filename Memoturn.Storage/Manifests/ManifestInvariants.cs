using System.Collections.Immutable;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Manifests;

/// <summary>
/// What must hold of every manifest, and of every change from one to the next; checked before each write and after each
/// read.
/// </summary>
internal static class ManifestInvariants
{
    public const int MaxGapCount = 256;

    private static readonly ImmutableArray<(string Name, Func<Manifest, bool> Holds)> States =
    [
        ("a generation above 0", m => m.Generation > 0),
        ("a claim at every epoch above 0 and none at 0", m => (m.Claim is not null) == (m.EpochNumber > 0)),
        ("a log's first epoch not above the epoch", m => m.Since <= m.EpochNumber),
        ("gaps disjoint, apart and ascending", m => AreDisjointAscending(m.Gaps)),
        ("256 gaps at most", m => m.Gaps.Length <= MaxGapCount),
        ("runs with a range and ascending", AreRunsAscending),
        ("a snapshot, or a tail object a fork names, as the first run", m =>
            m.Runs.IsEmpty || m.Runs[0].Min == TxId.Zero || ObjectKeys.TryParseTailSeq(m.Runs[0].Key, out _)),
        ("a head not below the runs", m => m.Runs.All(run => run.Max <= m.Head.TxId || m.Clamp is not null)),
        ("a hash for the folded seq", m => (m.Folded.Seq == 0) == (m.Folded.Hash == 0)),
        ("every object of the database itself", AreObjectsOwn),
    ];

    private static readonly ImmutableArray<(string Name, Func<Manifest, Manifest, bool> Holds)> Changes =
    [
        ("the same database and branch", (old, next) => (old.Uuid, old.Branch) == (next.Uuid, next.Branch)),
        ("the generation raised by one", (old, next) => next.Generation == old.Generation + 1),
        ("an epoch that never falls", (old, next) => IsReplaced(old, next) || next.EpochNumber >= old.EpochNumber),
        ("one claim for an epoch", (old, next) =>
            IsReplaced(old, next) || next.EpochNumber > old.EpochNumber || next.Claim?.Nonce == old.Claim?.Nonce),
        ("a folded seq that never falls", (old, next) => IsReplaced(old, next) || next.Folded.Seq >= old.Folded.Seq),
        ("one hash for a folded seq", (old, next) =>
            IsReplaced(old, next) || next.Folded.Seq > old.Folded.Seq || next.Folded.Hash == old.Folded.Hash),
        ("a head that never falls", (old, next) => IsReplaced(old, next) || next.Head.TxId >= old.Head.TxId),
        ("gaps that are never given back", (old, next) =>
            IsReplaced(old, next) || old.Gaps.All(gap => Covers(next.Gaps, gap))),
        ("an erasure floor that never falls", (old, next) =>
            IsReplaced(old, next) || (next.ErasureFloor ?? TxId.Zero) >= (old.ErasureFloor ?? TxId.Zero)),
        ("the same origin", (old, next) =>
            IsReplaced(old, next) || (old.Parent == next.Parent && old.CreatedAtUnixMs == next.CreatedAtUnixMs)),
        ("a tombstone that is final", (old, next) =>
            old.State == BranchState.Live ? !IsReplaced(old, next) : IsReplaced(old, next)
                || next.State == BranchState.Deleted),
    ];

    /// <exception cref="InvariantException">Names the rule that <paramref name="next"/> breaks.</exception>
    public static void Require(Manifest? old, Manifest next)
    {
        var broken = FirstBroken(next) ?? (old is null ? null : FirstBroken(old, next));
        if (broken is not null)
        {
            throw new InvariantException(
                $"manifest of {next.Uuid}@{next.Branch}, generation {old?.Generation} to {next.Generation}: {broken} "
                + "expected");
        }
    }

    public static string? FirstBroken(Manifest manifest)
    {
        foreach (var (name, holds) in States)
        {
            if (!holds(manifest))
            {
                return name;
            }
        }

        return null;
    }

    private static string? FirstBroken(Manifest old, Manifest next)
    {
        foreach (var (name, holds) in Changes)
        {
            if (!holds(old, next))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>A new branch in the place of a tombstone of its name.</summary>
    private static bool IsReplaced(Manifest old, Manifest next) => old.BranchId != next.BranchId;

    private static bool AreDisjointAscending(ImmutableArray<TxIdRange> ranges)
    {
        for (var i = 0; i < ranges.Length; i++)
        {
            if (ranges[i].From > ranges[i].To || (i > 0 && ranges[i].From.Value - 1 <= ranges[i - 1].To.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreRunsAscending(Manifest manifest)
    {
        for (var i = 0; i < manifest.Runs.Length; i++)
        {
            var run = manifest.Runs[i];
            if (run.Min > run.Max || (i > 0 && run.Max < manifest.Runs[i - 1].Max))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreObjectsOwn(Manifest manifest)
    {
        var prefix = ObjectKeys.DatabasePrefix(manifest.Uuid);
        return manifest.Runs.All(run => IsOwn(run.Key) && run.Refs.All(IsOwn))
            && manifest.Held.All(held => IsOwn(held.Key));

        bool IsOwn(ObjectKey key) => key.Value.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static bool Covers(ImmutableArray<TxIdRange> ranges, TxIdRange gap) =>
        ranges.Any(range => range.From <= gap.From && gap.To <= range.To);
}
