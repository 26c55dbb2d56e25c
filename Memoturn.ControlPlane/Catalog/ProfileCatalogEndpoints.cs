using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Memoturn.Storage.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>Routes of the catalogue of profiles.</summary>
internal static class ProfileCatalogEndpoints
{
    public static void MapProfileCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Namespace, ListAsync).Controls();
        routes.MapPut(Routes.Profile, PutAsync).Controls();
    }

    private static async Task<Ok<ProfileListResponse>> ListAsync(
        HttpContext context, DatabaseDirectory directory, CancellationToken token)
    {
        var ns = NamespaceName.TryParse(RawPath.Parameter(context, RouteParameters.Namespace), null, out var name)
            ? name
            : throw RequestException.Invalid("invalid namespace");
        _ = BranchSelectors.Select(context);
        var page = PageRequest.WholeFrom(context.Request.Query);
        DatabaseName? after = page.After is { } text
            ? ProfileName.TryParse(text, null, out var last) ? DatabaseName.Of(ns,
                last) : throw PageRequest.InvalidCursor()
            : null;
        var found = await directory.ListProfilesAsync(ns, after, page.Limit, token);
        return TypedResults.Ok(new ProfileListResponse(
            ns.ToString(),
            [.. found.Rows.Select(row => new ProfileRow(ProfileOf(row.Name), row.CreatedAtUnixMs, row.TtlAtUnixMs))],
            found.Next is { } next ? PageRequest.CursorAfter(ProfileOf(next)) : null));
    }

    private static async Task<Results<Ok<ProfileResponse>, Created<ProfileResponse>>> PutAsync(
        HttpContext context, OptionalJsonBody<PutProfileRequest> body, DatabaseDirectory directory,
        CancellationToken token)
    {
        var (ns, profile) = ProfilePath.Of(context);
        _ = BranchSelectors.Select(context);
        var request = body.Value;
        var settings = DatabaseSettings.Parse(request.Ttl, request.Durability, request.Region, request.Encryption);
        var name = DatabaseName.Of(ns, profile);
        var change = new ProfileChange(settings, request.HasTtl, directory.NowUnixMs);
        var updated = await directory.UpdateAsync(name, change.ApplyTo, token);
        if (updated is null)
        {
            var creation = await directory.CreateProfileAsync(name, settings, token);
            if (creation.IsCreated)
            {
                return TypedResults.Created((string?)null, DatabaseRows.Profile(ns, profile, creation.Record));
            }

            // Somebody else made it first: what was asked for is still to be applied.
            updated = await directory.UpdateAsync(name, change.ApplyTo, token)
                ?? throw new RequestException(ErrorCode.Conflict, "the profile was made and deleted meanwhile");
        }

        return TypedResults.Ok(DatabaseRows.Profile(ns, profile, updated));
    }

    private static string ProfileOf(DatabaseName name) =>
        name.TrySplit(out _, out var profile)
            ? profile.ToString()
            : throw new InvalidOperationException($"'{name}' is no profile database");
}
