using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Memoturn.DataPlane.Databases;

/// <summary>Routes of a database as a whole.</summary>
internal static class DatabaseEndpoints
{
    public static void MapDatabases(this IEndpointRouteBuilder routes) =>
        routes.MapPost($"{Routes.Database}/sync", SyncAsync).Writes();

    private static async Task<Ok<SyncResponse>> SyncAsync(WriteAccess access, CancellationToken token)
    {
        var position = await access.SyncAsync(token);
        return TypedResults.Ok(new SyncResponse(position.TxId.Value));
    }
}
