using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Leases;

/// <summary>What is owned: one branch of one database.</summary>
public readonly record struct OwnerKey(DatabaseId Database, BranchName Branch)
{
    public override string ToString() => $"{Database}@{Branch}";
}
