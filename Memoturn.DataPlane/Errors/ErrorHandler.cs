using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Databases;
using Memoturn.Protocol;
using Memoturn.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Memoturn.DataPlane.Errors;

/// <summary>Turns what a request threw into its envelope, and logs what nobody expected.</summary>
internal sealed partial class ErrorHandler(RequestLimits limits, ILogger<ErrorHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var answer = ErrorTable.Of(exception, limits.LargeBodyBytes);
        if (answer.Code == ErrorCode.Internal)
        {
            var endpoint = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
            LogUnexpected(exception, httpContext.Request.Method, endpoint?.DisplayName);
        }

        if (exception is TxidNotReachedException behind)
        {
            BranchHeaders.Of(httpContext).Position = new(behind.Served, behind.Epoch);
        }

        await ErrorWriter.WriteAsync(httpContext, answer);
        return true;
    }

    [LoggerMessage(EventIds.RequestFailed, LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void LogUnexpected(Exception exception, string method, string? endpoint);
}
