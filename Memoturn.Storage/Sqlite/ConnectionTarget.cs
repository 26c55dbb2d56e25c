using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>What a connection is pointed at: a pinned version to read, or a branch's tip to write.</summary>
internal readonly record struct ConnectionTarget(PinnedTable? Pinned, BranchPages? Branch, CommitGate? Gate)
{
    /// <summary>Only a connection opened for it will do, and nobody else gets it afterwards.</summary>
    public bool IsFresh { get; init; }

    public ConnectionTarget(PinnedTable pinned)
        : this(pinned, null, null)
    {
    }

    public ConnectionTarget(BranchPages branch, CommitGate gate)
        : this(null, branch, gate)
    {
    }

    public bool IsReadOnly => Branch is null;

    public PageTable Version =>
        Pinned?.Table ?? Branch?.Tip ?? throw new InvalidOperationException("the connection is not rented");
}
