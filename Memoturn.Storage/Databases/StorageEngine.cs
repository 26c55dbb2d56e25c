using Memoturn.Storage.Catalog;

namespace Memoturn.Storage.Databases;

/// <summary>The databases of one node.</summary>
public sealed class StorageEngine
{
    /// <summary>Opens the newest committed state that satisfies <paramref name="floor"/>, waking the branch when it is cold.</summary>
    /// <exception cref="TxidNotReachedException">The floor lies above the head, or in a lost range.</exception>
    public Task<ReadSnapshot> ReadAsync(NameRecord database, BranchName branch, ReadFloor floor, CancellationToken token) =>
        throw new NotSupportedException($"{this} {database} {branch} {floor} {token}");

    /// <summary>
    /// Runs <paramref name="work"/> in a commit round of the branch and returns once the round is acknowledged at the
    /// level asked for. An exception of the work itself is in the result; what is thrown here are the engine's own refusals.
    /// </summary>
    /// <exception cref="OverloadedException">The branch's write queue, or the node's backlog, is full.</exception>
    /// <exception cref="FencedException">Another epoch owns the branch.</exception>
    public Task<WriteResult<T>> WriteAsync<T>(
        NameRecord database, BranchName branch, Durability durability, Func<WriteContext, T> work, CancellationToken token) =>
        throw new NotSupportedException($"{this} {database} {branch} {durability} {work} {token}");

    /// <summary>Ships what the branch has pending; returns the position that is then in object storage.</summary>
    public Task<BranchPosition> SyncAsync(NameRecord database, BranchName branch, CancellationToken token) =>
        throw new NotSupportedException($"{this} {database} {branch} {token}");
}
