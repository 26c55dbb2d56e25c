namespace Memoturn.DataPlane.Observability;

/// <summary>Measures every request, failures and limits included.</summary>
internal sealed class RequestMetrics(RequestDelegate next, RequestInstruments instruments, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = clock.GetTimestamp();
        instruments.Started();
        try
        {
            await next(context);
        }
        finally
        {
            instruments.Ended();
            if (RequestLabels.Find(context) is { } labels)
            {
                instruments.Answered(labels, clock.GetElapsedTime(startedAt));
            }
        }
    }
}
