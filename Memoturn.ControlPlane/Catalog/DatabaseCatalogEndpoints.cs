using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>Routes of the catalogue of databases.</summary>
internal static class DatabaseCatalogEndpoints
{
    public static void MapDatabaseCatalog(this IEndpointRouteBuilder routes)
    {
        var databases = routes.MapGroup(Routes.Databases).Controls();
        databases.MapPost("", CreateAsync);
        databases.MapGet("", ListAsync);
        databases.MapGet("/{db}", GetAsync);
        databases.MapDelete("/{db}", DeleteAsync);
    }

    private static async Task<Created<DatabaseResponse>> CreateAsync(
        JsonBody<CreateDatabaseRequest> body, DatabaseDirectory directory, CancellationToken token)
    {
        var request = body.Value;
        if (!DatabaseName.TryParse(request.Name, null, out var name) || name.HasSeparator)
        {
            throw InvalidName();
        }

        var settings = DatabaseSettings.Parse(request.Ttl, request.Durability, request.Region, request.Encryption);
        var creation = await directory.CreateAsync(
            name, settings.ToOptions(Storage.Catalog.NamespaceDefaults.None, directory.NowUnixMs), token);
        return creation.IsCreated
            ? TypedResults.Created((string?)null, DatabaseRows.Database(creation.Record))
            : throw new RequestException(ErrorCode.AlreadyExists, $"database already exists: {name}");
    }

    private static async Task<Ok<DatabaseListResponse>> ListAsync(
        HttpRequest request, DatabaseDirectory directory, CancellationToken token)
    {
        var page = PageRequest.WholeFrom(request.Query);
        DatabaseName? after = page.After is { } text
            ? DatabaseName.TryParse(text, null, out var last) ? last : throw PageRequest.InvalidCursor()
            : null;
        var found = await directory.ListAsync(request.Query[QueryNames.Prefix].ToString(), after, page.Limit, token);
        return TypedResults.Ok(
            new DatabaseListResponse([.. found.Rows.Select(DatabaseRows.Database)], CursorOf(found)));
    }

    private static async Task<Ok<DatabaseDetailResponse>> GetAsync(
        HttpContext context, DatabaseDirectory directory, StorageEngine engine, CancellationToken token)
    {
        var record = await FindAsync(context, directory, token);
        return TypedResults.Ok(DatabaseRows.Detail(record, await engine.DescribeAsync(record.Uuid, token)));
    }

    private static async Task<NoContent> DeleteAsync(
        HttpContext context, DatabaseDirectory directory, CancellationToken token)
    {
        var name = NameOf(context);
        return await directory.DeleteAsync(name, token) ? TypedResults.NoContent() : throw NotFound(name);
    }

    private static async Task<NameRecord> FindAsync(
        HttpContext context, DatabaseDirectory directory, CancellationToken token)
    {
        var name = NameOf(context);
        return await directory.FindAsync(name, token) ?? throw NotFound(name);
    }

    private static DatabaseName NameOf(HttpContext context) =>
        DatabaseName.TryParse(RawPath.Parameter(context, RouteParameters.Db), null, out var name)
            ? name
            : throw InvalidName();

    private static string? CursorOf(DatabasePage page) =>
        page.Next is { } last ? PageRequest.CursorAfter(last.ToString()) : null;

    private static RequestException InvalidName() => RequestException.Invalid("invalid database name");

    private static RequestException NotFound(DatabaseName name) =>
        new(ErrorCode.DatabaseNotFound, $"database not found: {name}");
}
