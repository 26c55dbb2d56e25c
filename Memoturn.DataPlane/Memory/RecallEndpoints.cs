using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Databases;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Memoturn.DataPlane.Memory;

/// <summary>The recall route of a profile (http-api 16.5).</summary>
internal static class RecallEndpoints
{
    public static void MapRecall(this IEndpointRouteBuilder routes) =>
        routes.MapPost($"{Routes.Profile}/recall", RecallAsync).Reads();

    private static async Task<Ok<RecallResponse>> RecallAsync(
        JsonBody<RecallRequest> body, ReadAccess access, MemoryRecall recall, CancellationToken token)
    {
        access.Validate();
        var query = recall.Validate(body.Value);
        return TypedResults.Ok(await access.RecallAsync(
            snapshot => recall.Run(query, snapshot), static () => new RecallResponse([], 0), token));
    }
}
