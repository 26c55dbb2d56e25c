using Memoturn.ControlPlane.Catalog;
using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Memoturn.DataPlane.Databases;

/// <summary>Routes of a database as a whole.</summary>
internal static class DatabaseEndpoints
{
    public static void MapDatabases(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.Profile, GetProfileAsync).Reads();
        routes.MapPost($"{Routes.Database}/sync", SyncAsync).Writes();
    }

    private static async Task<Ok<ProfileResponse>> GetProfileAsync(
        HttpContext context, ReadAccess access, CancellationToken token)
    {
        var (ns, profile) = ProfilePath.Of(context);
        using var snapshot = await access.OpenAsync(token);
        snapshot.Confirm();
        var row = DatabaseRows.Profile(ns, profile, access.Database);
        return TypedResults.Ok(row with { HeadTxid = snapshot.Position.TxId.Value });
    }

    private static async Task<Ok<SyncResponse>> SyncAsync(WriteAccess access, CancellationToken token)
    {
        var position = await access.SyncAsync(token);
        return TypedResults.Ok(new SyncResponse(position.TxId.Value));
    }
}
