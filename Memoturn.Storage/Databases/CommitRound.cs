using Memoturn.Storage.Recall;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>A round on its way from the writer to its acknowledgement.</summary>
/// <param name="Commit">What it committed; null when it changed nothing.</param>
/// <param name="Logged">Ends when the record is on disk; already ended when there is none.</param>
/// <param name="Index">The resident index with the round's changes; null where none is resident.</param>
/// <param name="Refusal">Why the engine refused the whole round; nothing of it was committed.</param>
internal sealed record CommitRound(
    IReadOnlyList<PendingWrite> Writes, CapturedCommit? Commit, Task Logged, RecallIndex? Index, Exception? Refusal);
