using Memoturn.Storage.Leases;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The numbers of one node's engine. None is derived from the machine here: the host does that, the simulator does not.
/// </summary>
public sealed record StorageOptions
{
    /// <summary>What the node calls itself.</summary>
    public NodeName Node { get; init; } = new("node");

    /// <summary>Writes that may wait per branch, at least 1; one more is shed. Default 256.</summary>
    public int WriteQueueDepth { get; init; } = 256;

    /// <summary>Writes folded into one commit round, 1..256. Default 64.</summary>
    public int RoundSize { get; init; } = 64;

    /// <summary>SQLite connections of the node, at least 2. Default 8.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Reads running at once on one branch, at least 1; one more waits. Default 4.</summary>
    public int ReadsPerBranch { get; init; } = 4;

    /// <summary>Longest a commit waits to be shipped while the store answers, 5 ms..500 ms. Default 200 ms.</summary>
    public TimeSpan ShipInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Pending bytes of a branch that ship at once. Default 1 MiB.</summary>
    public long ShipBytes { get; init; } = 1 << 20;

    /// <summary>Most bytes of commits in one segment, unless one commit alone is larger. Default 8 MiB.</summary>
    public long SegmentBytes { get; init; } = 8 << 20;

    /// <summary>Ships running at once on the node. Default 16.</summary>
    public int ShipParallelism { get; init; } = 16;

    /// <summary>Longest wait between two attempts to ship one branch. Default 10 s.</summary>
    public TimeSpan ShipBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Unshipped bytes of the node above which writes are shed. Default 256 MiB.</summary>
    public long BacklogBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Age of the oldest unshipped commit of a branch above which its writes are shed. Default 300 s.
    /// </summary>
    public TimeSpan BacklogAge { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Page memory and recall structures of open branches. Default 1 GiB.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Open branches, a second bound after the bytes. Default 200,000.</summary>
    public int OpenBranches { get; init; } = 200_000;

    /// <summary>A branch unused for this long is closed. Default 60 s.</summary>
    public TimeSpan IdleClose { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest an answer waits for its read floor. Default 2 s.</summary>
    public TimeSpan MinTxIdWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Age at which a copy that nobody here owns is compared with object storage again. Default 30 s.
    /// </summary>
    public TimeSpan CopyMaxAge { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest a write waits for a branch that another node owns. Default 10 s.</summary>
    public TimeSpan OwnerWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Objects fetched at once for one restore. Default 16.</summary>
    public int RestoreParallelism { get; init; } = 16;

    /// <summary>Branches recovered from the commit log at once. Default 8.</summary>
    public int RecoveryParallelism { get; init; } = 8;

    /// <summary>Decoded objects kept for the next restore. Default 64 MiB.</summary>
    public long DecodedCacheBytes { get; init; } = 64L << 20;

    /// <summary>Floor of the durability of every write on this node.</summary>
    public Durability Durability { get; init; }

    public LeaseOptions Lease { get; init; } = new();
}
