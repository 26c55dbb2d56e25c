using Memoturn.Protocol;
using Memoturn.Storage.Databases;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Memoturn.ControlPlane.Requests;

/// <summary>The branch a request selects in its path, its query string or its headers (http-api 1).</summary>
public static class BranchSelectors
{
    /// <param name="pathBranch">What the path says; null where it says nothing.</param>
    /// <exception cref="RequestException">A selector is no name of a branch, or two of them differ.</exception>
    public static BranchName Select(HttpContext context, string? pathBranch = null) => Select(
        pathBranch,
        Single(context.Request.Query[QueryNames.Branch]),
        Single(context.Request.Headers[MemoturnHeaders.Branch]));

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
