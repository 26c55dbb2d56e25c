using System.Globalization;
using System.Text.Json;
using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;

namespace Memoturn.DataPlane.Memory;

/// <summary>The members of a list request as they stand in a query string.</summary>
internal static class ListQuery
{
    private const char TypeSeparator = ',';
    private const string True = "true";

    /// <exception cref="RequestException">A parameter is not what it must be.</exception>
    public static ListMemoriesRequest Read(IQueryCollection query) => new()
    {
        Types = Types(query[QueryNames.Types]),
        SessionId = query[QueryNames.SessionId],
        Source = query[QueryNames.Source],
        TopicKey = query[QueryNames.TopicKey],
        TopicPrefix = query[QueryNames.TopicPrefix],
        Metadata = Json(query, QueryNames.Metadata),
        Content = Json(query, QueryNames.Content),
        CreatedAfter = Time(query, QueryNames.CreatedAfter),
        CreatedBefore = Time(query, QueryNames.CreatedBefore),
        AsOf = AsOf(query[QueryNames.AsOf]),
        IncludeSuperseded = query[QueryNames.IncludeSuperseded] == True,
        Limit = PageRequest.From(query).Limit,
        Cursor = query[QueryNames.Cursor],
    };

    private static string[]? Types(string? list) => list switch
    {
        null => null,
        "" => [],
        _ => list.Split(TypeSeparator),
    };

    private static JsonElement? Json(IQueryCollection query, string name)
    {
        if ((string?)query[name] is not { } text)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = WireLimits.JsonDepth });
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new RequestException(ErrorCode.InvalidRequest, $"{name}: expected JSON", exception);
        }
    }

    private static long? Time(IQueryCollection query, string name) =>
        (string?)query[name] is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) ? time
        : throw RequestException.Invalid($"{name}: expected integer");

    /// <summary>Digits are a number, everything else the text it is.</summary>
    private static JsonElement? AsOf(string? text) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            ? JsonElement.Parse(time.ToString(CultureInfo.InvariantCulture))
            : JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");
}
