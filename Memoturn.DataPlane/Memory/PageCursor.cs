using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Memory;

/// <summary>A position in a list that is ordered by falling time and rising id: the last row seen, there any more or not.</summary>
/// <remarks>Written as URL-safe base64, without padding, of the decimal time, a colon and the id.</remarks>
internal readonly record struct PageCursor(long TimeUnixMs, string Id)
{
    private const char Separator = ':';

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string ToString() =>
        Base64Url.EncodeToString(Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{TimeUnixMs}{Separator}{Id}")));

    /// <summary>Null for null.</summary>
    /// <exception cref="RequestException">400 <c>invalid cursor</c>.</exception>
    public static PageCursor? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            var decoded = Utf8.GetString(Base64Url.DecodeFromChars(text));
            var separator = decoded.IndexOf(Separator, StringComparison.Ordinal);
            var time = long.Parse(decoded.AsSpan(0, Math.Max(separator, 0)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return new(time, decoded[(separator + 1)..]);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or DecoderFallbackException)
        {
            throw new RequestException(ErrorCode.InvalidRequest, "invalid cursor", exception);
        }
    }
}
