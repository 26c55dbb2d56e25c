using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Databases;
using Memoturn.DataPlane.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace Memoturn.DataPlane.Observability;

/// <summary>What is said of one answered request.</summary>
internal readonly record struct RequestLabels(
    string Route, string Kind, int Status, string Code, string Durability, string Outcome)
{
    private const string None = "none";

    /// <summary>Null for what is not counted: probes, scrapes, and requests for no route.</summary>
    public static RequestLabels? Find(HttpContext context)
    {
        // Answering an exception takes the endpoint off the request.
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        if (endpoint is not RouteEndpoint { RoutePattern.RawText: { } route }
            || endpoint.Metadata.GetMetadata<RouteClass>() is not { Kind: not RouteKind.Open } routeClass)
        {
            return null;
        }

        var error = context.Features.Get<ErrorAnswer>();
        var durability = context.Features.Get<BranchHeaders>()?.Durability;
        return new(
            route,
            KindOf(routeClass.Kind),
            context.Response.StatusCode,
            error?.Code.Name ?? None,
            durability is { } level ? DurabilityText.Format(level) : None,
            error is null ? "ok" : "error");
    }

    private static string KindOf(RouteKind kind) => kind switch
    {
        RouteKind.Read => "read",
        RouteKind.Write => "write",
        _ => "control",
    };
}
