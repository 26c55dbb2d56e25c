using System.Threading.Channels;
using Memoturn.ControlPlane.Requests;

namespace Memoturn.DataPlane.Limits;

/// <summary>
/// Requests in flight, at most as many as configured; more wait in the order they came. Open routes never wait.
/// </summary>
internal sealed class RequestPermits
{
    private readonly RequestDelegate _next;
    private readonly Channel<bool> _permits;

    public RequestPermits(RequestDelegate next, RequestLimits limits)
    {
        _next = next;
        _permits = Channel.CreateBounded<bool>(limits.Concurrency);
        for (var i = 0; i < limits.Concurrency; i++)
        {
            _permits.Writer.TryWrite(true);
        }
    }

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteClass>() is { Kind: RouteKind.Open }
            ? _next(context)
            : HoldAsync(context);

    private async Task HoldAsync(HttpContext context)
    {
        await _permits.Reader.ReadAsync(context.RequestAborted);
        try
        {
            await _next(context);
        }
        finally
        {
            _permits.Writer.TryWrite(true);
        }
    }
}
