using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Health;

namespace Memoturn.DataPlane.Health;

/// <summary><c>GET /readyz</c>.</summary>
internal static class ReadinessEndpoint
{
    public static IServiceCollection AddReadiness(this IServiceCollection services) =>
        services.AddSingleton<ObjectStoreProbe>().AddSingleton<NodeReadiness>();

    public static void MapReadiness(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/readyz", ReadyAsync).IsOpen().ExcludeFromDescription();

    private static async Task<IResult> ReadyAsync(NodeReadiness readiness, HttpResponse response)
    {
        var checks = await readiness.CheckAsync();
        if (readiness.IsStarted && !readiness.IsDraining)
        {
            var status = checks.ObjectStore == ReadyStatuses.Ok ? ReadyStatuses.Ready : ReadyStatuses.Degraded;
            return TypedResults.Ok(new ReadyResponse(status, checks));
        }

        response.Headers.RetryAfter = "1";
        var reason = readiness.IsDraining ? "node is draining" : "node is starting";
        return TypedResults.Json(
            new NotReadyResponse(reason, ErrorCode.Unavailable.Name, checks), statusCode: ErrorCode.Unavailable.Status);
    }
}
