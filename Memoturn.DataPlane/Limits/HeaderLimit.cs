using Memoturn.Protocol;

namespace Memoturn.DataPlane.Limits;

/// <summary>Bytes of all request headers: names and values, as they came.</summary>
internal sealed class HeaderLimit(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => Size(context.Request.Headers) > WireLimits.RequestHeaderBytes
        ? throw RequestException.Invalid($"request headers exceed {WireLimits.RequestHeaderBytes} bytes")
        : next(context);

    private static int Size(IHeaderDictionary headers)
    {
        var size = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                size += name.Length + (value?.Length ?? 0);
            }
        }

        return size;
    }
}
