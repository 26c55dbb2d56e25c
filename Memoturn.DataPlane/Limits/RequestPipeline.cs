using Memoturn.DataPlane.Errors;
using Memoturn.DataPlane.Observability;

namespace Memoturn.DataPlane.Limits;

/// <summary>What every request passes before its route, in the order of the checks.</summary>
internal static class RequestPipeline
{
    /// <remarks>
    /// Routing only chooses here; its 404 and 405 are answered at the end of the pipeline. What follows (size, content
    /// type, JSON, names, the route's own checks, lookup) is the order of the handler's parameters and of its calls.
    /// </remarks>
    public static void UseRequestPipeline(this WebApplication app)
    {
        app.UseMiddleware<RequestMetrics>();
        app.UseErrorEnvelope();
        app.UseMiddleware<MetricsListenerLimit>();
        app.UseRouting();
        app.UseMiddleware<RequestDeadline>();
        app.UseMiddleware<HeaderLimit>();
        app.UseMiddleware<RequestPermits>();
        app.UseCors();
        app.UseMiddleware<ControlRateLimit>();
    }
}
