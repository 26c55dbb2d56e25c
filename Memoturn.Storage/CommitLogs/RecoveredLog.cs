using System.Collections.Immutable;

namespace Memoturn.Storage.CommitLogs;

/// <summary>What a log held when it was opened.</summary>
/// <param name="Branches">In the order of their first record.</param>
/// <param name="Damage">Empty after any clean stop and any crash that only cut the end off.</param>
public sealed record RecoveredLog(ImmutableArray<RecoveredBranch> Branches, ImmutableArray<LogDamage> Damage)
{
    public static readonly RecoveredLog Empty = new([], []);
}
