namespace Memoturn.Storage.Databases;

/// <summary>The engine at one moment, for gauges and for people.</summary>
public sealed record EngineState
{
    public int OpenBranches { get; init; }

    public int OwnedBranches { get; init; }

    public int QueuedWrites { get; init; }

    public int DeepestQueue { get; init; }

    /// <summary>Bytes of records on this node's disk that object storage does not have yet.</summary>
    public long BacklogBytes { get; init; }

    public int BacklogBranches { get; init; }

    /// <summary>Age of the oldest commit that object storage does not have yet.</summary>
    public TimeSpan BacklogAge { get; init; }

    /// <summary>Page memory and recall structures of open branches.</summary>
    public long MemoryBytes { get; init; }

    public TimeSpan LeaseRemaining { get; init; }
}
