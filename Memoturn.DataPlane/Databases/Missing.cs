using Memoturn.Protocol;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Databases;

/// <summary>Refusals of names that stand for nothing.</summary>
internal static class Missing
{
    public static RequestException Database(DatabaseName name) =>
        new(ErrorCode.DatabaseNotFound, $"database not found: {name}");

    /// <exception cref="RequestException">The database has no such branch.</exception>
    public static void RequireBranch(BranchName branch)
    {
        if (!branch.IsMain)
        {
            throw new RequestException(ErrorCode.BranchNotFound, $"branch not found: {branch}");
        }
    }
}
