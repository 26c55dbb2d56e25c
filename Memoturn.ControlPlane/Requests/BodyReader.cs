using System.Buffers;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using Memoturn.Protocol;
using Memoturn.Protocol.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.ControlPlane.Requests;

/// <summary>Reads the body of a request in the order the checks have: size, content type, JSON, shape.</summary>
internal static class BodyReader
{
    private const string Json = "application/json";
    private const string JsonSuffix = "+json";

    /// <summary>False also for a body that says no length and ends before its first byte.</summary>
    public static async ValueTask<bool> HasBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is { } length)
        {
            return length > 0;
        }

        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
        {
            return false;
        }

        var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
        context.Request.BodyReader.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    /// <exception cref="RequestException">Too large, of another type, not JSON, or not of this shape.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context)
        where T : class
    {
        var limitBytes = LimitOf(context);
        if (context.Request.ContentLength > limitBytes)
        {
            throw TooLarge(limitBytes);
        }

        if (!IsJson(context.Request.ContentType))
        {
            throw new RequestException(ErrorCode.UnsupportedMediaType, $"expected {Json}");
        }

        var reader = context.Request.BodyReader;
        var body = await ReadToEndAsync(reader, limitBytes, context.RequestAborted);
        try
        {
            return WireJson.Read<T>(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
        }
        finally
        {
            reader.AdvanceTo(body.End);
        }
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(
        PipeReader reader, int limitBytes, CancellationToken token)
    {
        while (true)
        {
            var read = await reader.ReadAsync(token);
            if (read.Buffer.Length > limitBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooLarge(limitBytes);
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static int LimitOf(HttpContext context)
    {
        var body = context.GetEndpoint()?.Metadata.GetMetadata<RouteClass>()?.Body ?? BodyClass.Small;
        return context.RequestServices.GetRequiredService<RequestLimits>().BytesOf(body);
    }

    private static RequestException TooLarge(int limitBytes) =>
        new(ErrorCode.PayloadTooLarge, $"body exceeds {limitBytes} bytes");

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType is { } name
        && (name.Equals(Json, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(JsonSuffix, StringComparison.OrdinalIgnoreCase));
}
