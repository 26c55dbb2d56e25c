using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Limits;

/// <summary>The wall clock of a request: when it runs out, the request is cancelled and answered 408.</summary>
internal sealed class RequestDeadline(RequestDelegate next, RequestLimits limits, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var client = context.RequestAborted;
        using var expiry = new CancellationTokenSource(limits.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(client, expiry.Token);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException e) when (expiry.IsCancellationRequested && !client.IsCancellationRequested)
        {
            throw new RequestException(ErrorCode.RequestTimeout, "request timed out", e);
        }
        finally
        {
            context.RequestAborted = client;
        }
    }
}
