using Memoturn.Storage.Catalog;

namespace Memoturn.Storage.Databases;

/// <summary>A branch that is open on this node.</summary>
public sealed record OpenBranch(NameRecord Database, BranchName Branch);
