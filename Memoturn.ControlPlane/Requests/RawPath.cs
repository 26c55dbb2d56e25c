using System.Text;
using Memoturn.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Memoturn.ControlPlane.Requests;

/// <summary>
/// Path parameters from the raw target, decoded exactly once. The server decodes the path before routing, so that
/// afterwards <c>%2F</c> and <c>%252F</c> look alike.
/// </summary>
public static class RawPath
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The parameter <paramref name="name"/> of the route that was matched.</summary>
    /// <exception cref="RequestException">It is not valid UTF-8, or a dot segment.</exception>
    public static string Parameter(HttpContext context, string name) =>
        Find(context, name) ?? throw new InvalidOperationException($"route has no parameter '{name}'");

    /// <summary>Null when the route has no such parameter.</summary>
    public static string? Find(HttpContext context, string name)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return null;
        }

        var segments = endpoint.RoutePattern.PathSegments;
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i].Parts is [RoutePatternParameterPart part] && part.Name == name)
            {
                return Decode(Segment(context, i, segments.Count));
            }
        }

        return null;
    }

    private static string Segment(HttpContext context, int index, int count)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var segments = PathOf(target).TrimEnd('/').Split('/');
        return segments.Length == count + 1
            ? segments[index + 1]
            : throw RequestException.Invalid("path segments '.' and '..' are not names");
    }

    private static string PathOf(string target)
    {
        var path = target;
        if (!path.StartsWith('/') && path.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            path = path.IndexOf('/', scheme + 3) is > 0 and var start ? path[start..] : "/";
        }

        return path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? path[..query] : path;
    }

    private static string Decode(string segment)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(segment.Length)];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '%' && i + 2 < segment.Length && char.IsAsciiHexDigit(segment[i + 1])
                && char.IsAsciiHexDigit(segment[i + 2]))
            {
                bytes[length++] = (byte)((Nibble(segment[i + 1]) << 4) | Nibble(segment[i + 2]));
                i += 2;
            }
            else
            {
                length += Encoding.UTF8.GetBytes(segment.AsSpan(i, 1), bytes.AsSpan(length));
            }
        }

        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException e)
        {
            throw new RequestException(ErrorCode.InvalidRequest, "path is not valid UTF-8", e);
        }
    }

    private static int Nibble(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
