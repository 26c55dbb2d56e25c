using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.DataPlane;

/// <summary>What a test node has that others do not.</summary>
internal sealed record TestNodeOptions
{
    /// <summary>By environment name; they win over those of every test node.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The loopback port; 0 = any that is free.</summary>
    public int Port { get; init; }

    /// <summary>Null = the system's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Null = a bucket in memory that ends with the node.</summary>
    public IObjectStore? Store { get; init; }
}
