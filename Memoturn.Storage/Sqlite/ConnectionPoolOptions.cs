namespace Memoturn.Storage.Sqlite;

/// <summary>Bounds of a node's pooled connections.</summary>
public sealed record ConnectionPoolOptions
{
    /// <summary>Connections in all, 1 to 1,024, default 8: about 220 KB of heap each.</summary>
    public int Capacity { get; init; } = 8;
}
