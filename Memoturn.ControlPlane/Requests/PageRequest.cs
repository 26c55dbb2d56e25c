using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Memoturn.Protocol;
using Microsoft.AspNetCore.Http;

namespace Memoturn.ControlPlane.Requests;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">Rows at most.</param>
/// <param name="After">
/// What the cursor says: the last row of the page before, in the list's own words; null for the first page.
/// </param>
public readonly record struct PageRequest(int Limit, string? After)
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>From <c>?limit=</c> (clamped to 1..1000, 100 when absent) and <c>?cursor=</c>.</summary>
    /// <exception cref="RequestException">The limit is no integer, or the cursor none of ours.</exception>
    public static PageRequest From(IQueryCollection query) => From(query, WireLimits.DefaultResults);

    /// <summary>The same for lists that come whole when neither limit nor cursor is given.</summary>
    public static PageRequest WholeFrom(IQueryCollection query) =>
        From(query, query.ContainsKey(QueryNames.Cursor) ? WireLimits.DefaultResults : WireLimits.WholeListResults);

    /// <summary>The cursor of the page after <paramref name="last"/>: URL-safe base64 without padding.</summary>
    public static string CursorAfter(string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last));

    /// <summary>What a cursor says; null stays null.</summary>
    /// <exception cref="RequestException">It is none of ours.</exception>
    public static string? Decode(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            throw InvalidCursor(e);
        }
    }

    /// <summary>For a list that finds a cursor does not say what its cursors say.</summary>
    public static RequestException InvalidCursor(Exception? inner = null) =>
        new(ErrorCode.InvalidRequest, "invalid cursor", inner);

    private static PageRequest From(IQueryCollection query, int defaultLimit)
    {
        var after = Decode(query[QueryNames.Cursor]);
        return new(LimitOf(query[QueryNames.Limit], defaultLimit), after);
    }

    private static int LimitOf(string? written, int defaultLimit)
    {
        if (written is null)
        {
            return defaultLimit;
        }

        return Int128.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit)
            ? (int)Int128.Clamp(limit, 1, WireLimits.MaxResults)
            : throw RequestException.Invalid($"{QueryNames.Limit}: expected integer");
    }
}
