namespace Memoturn.Storage.Leases;

/// <summary>How long a node may go unheard before its branches are free.</summary>
public sealed record LeaseOptions
{
    /// <summary>Time to live, at least 3 s; default 10 s.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How much earlier than the lease store this node takes its lease for over; default 1 s.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(1);
}
