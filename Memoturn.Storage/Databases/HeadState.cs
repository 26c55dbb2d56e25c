using Memoturn.Storage.Recall;

namespace Memoturn.Storage.Databases;

/// <summary>The newest state readers may see.</summary>
/// <param name="AtUnixMs">The time of its commit.</param>
/// <param name="Index">The resident index of exactly this txid; null where none is resident.</param>
internal sealed record HeadState(BranchPosition Position, long AtUnixMs, RecallIndex? Index);
