using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Databases;

/// <summary>The database and branch a request names, in its path and by selectors.</summary>
internal sealed record BranchAddress(DatabaseName Database, BranchName Branch)
{
    private const char BranchSeparator = '@';

    /// <exception cref="RequestException">A name is invalid, or two selectors differ.</exception>
    public static BranchAddress Of(HttpContext context)
    {
        var (database, pathBranch) = RawPath.Find(context, RouteParameters.Db) is { } spec
            ? Split(spec)
            : (ProfileOf(context), null);
        return new(database, BranchSelectors.Select(context, pathBranch));
    }

    private static (DatabaseName Database, string? Branch) Split(string spec)
    {
        var at = spec.IndexOf(BranchSeparator, StringComparison.Ordinal);
        var name = at < 0 ? spec : spec[..at];
        return DatabaseName.TryParse(name, null, out var database)
            ? (database, at < 0 ? null : spec[(at + 1)..])
            : throw RequestException.Invalid("invalid database name");
    }

    private static DatabaseName ProfileOf(HttpContext context)
    {
        var (ns, profile) = ProfilePath.Of(context);
        return DatabaseName.Of(ns, profile);
    }
}
