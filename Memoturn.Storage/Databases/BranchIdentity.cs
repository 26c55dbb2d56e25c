using Memoturn.Storage.Catalog;
using Memoturn.Storage.Leases;

namespace Memoturn.Storage.Databases;

/// <summary>Which branch an open branch is.</summary>
/// <param name="Spec">Its name, and that of its database.</param>
/// <param name="PageSize">That of the template its database was made from.</param>
internal sealed record BranchIdentity(DatabaseId Database, DatabaseSpec Spec, BranchId Id, int PageSize)
{
    public OwnerKey Key => new(Database, Spec.Branch);

    public override string ToString() => Spec.ToString();
}
