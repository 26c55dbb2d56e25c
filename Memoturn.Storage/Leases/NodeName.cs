namespace Memoturn.Storage.Leases;

/// <summary>What a node calls itself; unique in its cluster, 1 to 128 characters.</summary>
public readonly record struct NodeName(string Value)
{
    public override string ToString() => Value;
}
