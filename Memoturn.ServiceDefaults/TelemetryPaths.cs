using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.Hosting;

/// <summary>Paths of probes and scrapes, which are not traced.</summary>
internal static class TelemetryPaths
{
    public const string Metrics = "/metrics";
    public const string Ready = "/readyz";

    public static readonly ImmutableArray<string> Health = ["/health", "/healthz"];

    public static bool IsTraced(HttpContext context) =>
        context.Request.Path.Value is not ("/health" or "/healthz" or Ready or Metrics);
}
