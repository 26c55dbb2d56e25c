using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// What every process of the service has: telemetry, liveness, service discovery, resilient HTTP clients.
/// </summary>
public static class ServiceDefaults
{
    private const string LiveTag = "live";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>Maps <c>/health</c>, <c>/healthz</c> and <c>/metrics</c>. Readiness is each host's own.</summary>
    /// <param name="metricsListener">
    /// Where alone metrics are answered; null = on the API port, to loopback callers.
    /// </param>
    public static IEndpointRouteBuilder MapDefaultEndpoints(
        this IEndpointRouteBuilder app, IPEndPoint? metricsListener = null)
    {
        var live = new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(LiveTag),
            ResponseWriter = (context, report) =>
            {
                context.Response.ContentType = "text/plain";
                return context.Response.WriteAsync(
                    report.Status == HealthStatus.Healthy ? "ok" : "fail", context.RequestAborted);
            },
        };
        foreach (var path in TelemetryPaths.Health)
        {
            app.MapHealthChecks(path, live).WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
                .ExcludeFromDescription();
        }

        app.MapMetrics(metricsListener);
        return app;
    }
}
