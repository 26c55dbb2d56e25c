namespace Memoturn.DataPlane.Limits;

/// <summary>The listener of the metrics answers those and liveness; every other path is no route there.</summary>
internal sealed class MetricsListenerLimit(RequestDelegate next, NodeOptions options)
{
    private static readonly PathString[] Answered = ["/metrics", "/health", "/healthz"];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Connection.LocalPort != options.MetricsListener?.Port || Answered.Contains(context.Request.Path))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
