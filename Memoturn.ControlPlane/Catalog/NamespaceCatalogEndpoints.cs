using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Memoturn.Storage.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>Routes of the catalogue of namespaces.</summary>
internal static class NamespaceCatalogEndpoints
{
    public static void MapNamespaceCatalog(this IEndpointRouteBuilder routes)
    {
        var namespaces = routes.MapGroup(Routes.Namespaces).Controls();
        namespaces.MapGet("", ListAsync);
        namespaces.MapGet("/{ns}", GetAsync);
        namespaces.MapPut("/{ns}", PutAsync);
    }

    private static async Task<Ok<NamespaceListResponse>> ListAsync(
        HttpRequest request, NamespaceCatalog namespaces, DatabaseDirectory directory, CancellationToken token)
    {
        var page = PageRequest.From(request.Query);
        NamespaceName? after = page.After is { } text
            ? NamespaceName.TryParse(text, null, out var last) ? last : throw PageRequest.InvalidCursor()
            : null;
        var found = await namespaces.ListAsync(after, page.Limit, token);
        var rows = new List<NamespaceResponse>(found.Records.Length);
        foreach (var record in found.Records)
        {
            rows.Add(await RowAsync(record, directory, token));
        }

        return TypedResults.Ok(new NamespaceListResponse(
            rows, found.HasMore ? PageRequest.CursorAfter(found.Records[^1].Namespace.ToString()) : null));
    }

    private static async Task<Ok<NamespaceResponse>> GetAsync(
        HttpContext context, NamespaceCatalog namespaces, DatabaseDirectory directory, CancellationToken token)
    {
        var name = NameOf(context);
        var record = await namespaces.FindAsync(name, token)
            ?? throw new RequestException(ErrorCode.NotFound, $"namespace not found: {name}");
        return TypedResults.Ok(await RowAsync(record, directory, token));
    }

    private static async Task<Results<Ok<NamespaceResponse>, Created<NamespaceResponse>>> PutAsync(
        HttpContext context,
        JsonBody<PutNamespaceRequest> body,
        NamespaceCatalog namespaces,
        DatabaseDirectory directory,
        CancellationToken token)
    {
        var name = NameOf(context);
        var put = NamespaceSettings.Parse(body.Value);
        var change = await namespaces.PutAsync(name, put.ApplyTo, token);
        var row = await RowAsync(change.Record, directory, token);
        return change.IsCreated ? TypedResults.Created((string?)null, row) : TypedResults.Ok(row);
    }

    private static NamespaceName NameOf(HttpContext context) =>
        NamespaceName.TryParse(RawPath.Parameter(context, RouteParameters.Namespace), null, out var name)
            ? name
            : throw RequestException.Invalid("invalid namespace");

    private static async Task<NamespaceResponse> RowAsync(
        NamespaceRecord record, DatabaseDirectory directory, CancellationToken token)
    {
        var defaults = record.Defaults;
        return new(
            record.Namespace.ToString(), record.CreatedAtUnixMs, record.UpdatedAtUnixMs, record.Description,
            record.Labels,
            new()
            {
                Ttl = defaults.TtlSeconds,
                Durability = defaults.Durability is { } durability ? DurabilityText.Format(durability) : null,
                Region = defaults.Region,
            },
            await directory.CountProfilesAsync(record.Namespace, token),
            record.PolicyRevision);
    }
}
