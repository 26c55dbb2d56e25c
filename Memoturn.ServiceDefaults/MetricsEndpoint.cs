using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// The Prometheus scrape: on the listener of its own when one is configured, else on the API port for loopback callers;
/// 404 to everybody else.
/// </summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app, IPEndPoint? listener)
    {
        var isAllowed = IsAllowed(listener);
        app.MapPrometheusScrapingEndpoint(TelemetryPaths.Metrics)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .ExcludeFromDescription()
            .Add(endpoint => endpoint.RequestDelegate = Guarded(endpoint.RequestDelegate!, isAllowed));
    }

    private static Func<ConnectionInfo, bool> IsAllowed(IPEndPoint? listener) =>
        listener is not null
            ? connection => connection.LocalPort == listener.Port
            : connection => connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller);

    private static RequestDelegate Guarded(RequestDelegate scrape, Func<ConnectionInfo, bool> isAllowed) => context =>
    {
        if (isAllowed(context.Connection))
        {
            return scrape(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };
}
