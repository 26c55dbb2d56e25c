using System.Globalization;
using Memoturn.Protocol;
using Memoturn.Protocol.Json;

namespace Memoturn.DataPlane.Errors;

/// <summary>Writes the error envelope.</summary>
internal static class ErrorWriter
{
    private static readonly string RetryAfter = WireLimits.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);

    public static Task WriteAsync(HttpContext context, ErrorAnswer answer)
    {
        context.Features.Set(answer);
        var response = context.Response;
        response.StatusCode = answer.Status;
        if (answer.IsRetryable)
        {
            response.Headers.RetryAfter = RetryAfter;
        }

        return response.WriteAsJsonAsync(
            new ErrorResponse(answer.Text, answer.Code.Name), WireJson.Options, "application/json",
            context.RequestAborted);
    }
}
