using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Observability;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Limits;

/// <summary>One bucket of the node for everything under the catalogue's two paths, routed or not.</summary>
/// <remarks>The paths are compared as routing compares them: without regard to case.</remarks>
internal sealed class ControlRateLimit(
    RequestDelegate next, RequestLimits limits, RequestInstruments instruments, TimeProvider clock)
{
    private readonly TokenBucket _bucket = new(limits.ControlRate, Burst(limits), clock);

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        var isLimited = path.StartsWithSegments(Routes.Databases, StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments(Routes.Namespaces, StringComparison.OrdinalIgnoreCase);
        if (isLimited && !_bucket.TryTake())
        {
            instruments.ShedByRate();
            throw new RequestException(ErrorCode.Overloaded, "rate limit exceeded");
        }

        return next(context);
    }

    private static double Burst(RequestLimits limits) => Math.Max(2 * limits.ControlRate, 1);
}
