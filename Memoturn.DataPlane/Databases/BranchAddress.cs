using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Microsoft.Extensions.Primitives;

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
        return new(database, Select(
            pathBranch,
            Single(context.Request.Query[QueryNames.Branch]),
            Single(context.Request.Headers[MemoturnHeaders.Branch])));
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

    private static BranchName Select(params ReadOnlySpan<string?> selectors)
    {
        BranchName? selected = null;
        foreach (var selector in selectors)
        {
            if (selector is null)
            {
                continue;
            }

            if (!BranchName.TryParse(selector, null, out var branch))
            {
                throw RequestException.Invalid("invalid branch name");
            }

            if (selected is { } other && other != branch)
            {
                throw RequestException.Invalid("conflicting branch selectors");
            }

            selected = branch;
        }

        return selected ?? BranchName.Main;
    }

    private static string? Single(StringValues values) => values.Count <= 1
        ? values
        : values.All(value =>
            value == values[0]) ? values[0] : throw RequestException.Invalid("conflicting branch selectors");
}
