using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Memoturn.DataPlane.Filters;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// The rules of what list and recall select by (http-api 16.5); each throws a 400 that names the member.
/// </summary>
internal static class CriteriaRules
{
    private const string Now = "now";

    public static MemoryCriteria Validate(ListMemoriesRequest request, long nowUnixMs) => new()
    {
        Types = Types(request.Types),
        SessionId = FieldRules.Name(request.SessionId, "session_id"),
        Source = FieldRules.Name(request.Source, "source"),
        TopicKey = TopicKey(request.TopicKey),
        TopicPrefix = request.TopicPrefix,
        Metadata = Filter(request.Metadata),
        Content = Filter(request.Content),
        CreatedAfter = request.CreatedAfter,
        CreatedBefore = request.CreatedBefore,
        AsOf = AsOf(request.AsOf, nowUnixMs),
        IncludesSuperseded = request.IncludeSuperseded == true,
    };

    public static ImmutableArray<string>? Types(IReadOnlyList<string>? types)
    {
        if (types is null)
        {
            return null;
        }

        for (var i = 0; i < types.Count; i++)
        {
            if (!MemoryTypes.All.Contains(types[i]))
            {
                throw RequestException.Invalid($"types[{i}]: {FieldRules.UnknownType(types[i])}");
            }
        }

        return [.. types];
    }

    /// <summary>Empty counts as absent.</summary>
    public static string? TopicKey(string? topicKey)
    {
        if (string.IsNullOrEmpty(topicKey))
        {
            return null;
        }

        return Encoding.UTF8.GetByteCount(topicKey) <= WireLimits.TopicKeyBytes
            ? topicKey
            : throw RequestException.Invalid($"topic_key: expected at most {WireLimits.TopicKeyBytes} bytes");
    }

    public static Filter? Filter(JsonElement? filter) =>
        filter is { ValueKind: not JsonValueKind.Null } json ? FilterParser.Parse(json) : null;

    public static long? AsOf(JsonElement? asOf, long nowUnixMs) => asOf switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var time) => time,
        { ValueKind: JsonValueKind.String } text when text.ValueEquals(Now) => nowUnixMs,
        _ => throw RequestException.Invalid($"as_of: expected unix milliseconds or \"{Now}\""),
    };
}
