using Memoturn.Storage.CommitLogs;
using Memoturn.Storage.Leases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Databases;

/// <summary>What an engine stands on; the caller owns the parts and disposes them after the engine.</summary>
public sealed record StorageParts
{
    public required IObjectStore Store { get; init; }

    public required ILogDevice LogDevice { get; init; }

    public CommitLogOptions LogOptions { get; init; } = new();

    public required ILeaseStore Leases { get; init; }

    /// <summary>The clock of lease deadlines, which must count suspended time; null = the engine's own.</summary>
    public TimeProvider? LeaseClock { get; init; }

    public FailPoints? FailPoints { get; init; }
}
