using System.Collections.Immutable;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>What the log held of one branch when it was opened.</summary>
/// <param name="Records">In the order they were appended.</param>
/// <param name="HoleIndex">
/// Zero-based index of the first record that does not follow the one before it although both are of one epoch, so that
/// damage took what lay between; null where there is none. From there on nothing is replayed (protocol C12).
/// </param>
public sealed record RecoveredBranch(
    DatabaseId Database, DatabaseSpec Name, BranchId Branch, ImmutableArray<LoggedRecord> Records, int? HoleIndex);
