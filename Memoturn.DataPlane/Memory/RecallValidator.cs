using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Memoturn.DataPlane.Filters;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;

namespace Memoturn.DataPlane.Memory;

/// <summary>The rules of a recall request (http-api 16.5); the first one that is broken is the answer.</summary>
internal static class RecallValidator
{
    private const string Now = "now";

    /// <exception cref="RequestException">400, naming the member.</exception>
    public static RecallQuery Validate(RecallRequest request, long nowUnixMs)
    {
        var topicKey = ValidateTopic(request.TopicKey);
        if (request.Query is null && request.Embedding is null && topicKey is null)
        {
            throw RequestException.Invalid("recall requires at least one of query, embedding, topic_key");
        }

        if (request.Embedding is { IsEmpty: true })
        {
            throw RequestException.Invalid("empty embedding");
        }

        if (request.IncludeTurns == true && request.Query is null && request.Embedding is null)
        {
            throw RequestException.Invalid("include_turns requires an embedding or a query");
        }

        ValidateRanker(request.Ranker);
        return new()
        {
            Tokens = request.Query is null ? null : QueryTokens.Of(request.Query),
            Embedding = request.Embedding,
            TopicKey = topicKey,
            K = Math.Clamp(request.K ?? WireLimits.DefaultRecallResults, 1, WireLimits.MaxResults),
            Criteria = ValidateCriteria(request, nowUnixMs),
            MinScore = request.MinScore,
            At = request.At is { ValueKind: not JsonValueKind.Null } at ? at : null,
            IncludesTurns = request.IncludeTurns == true,
            Explains = request.Explain == true,
        };
    }

    private static MemoryCriteria ValidateCriteria(RecallRequest request, long nowUnixMs) => new()
    {
        Types = ValidateTypes(request.Types),
        SessionId = FieldRules.Name(request.SessionId, "session_id"),
        Source = FieldRules.Name(request.Source, "source"),
        TopicPrefix = request.TopicPrefix,
        Metadata = ParseFilter(request.Metadata),
        Content = ParseFilter(request.Content),
        CreatedAfter = request.CreatedAfter,
        CreatedBefore = request.CreatedBefore,
        AsOf = ParseAsOf(request.AsOf, nowUnixMs),
        IncludesSuperseded = request.IncludeSuperseded == true,
    };

    private static string? ValidateTopic(string? topicKey)
    {
        if (string.IsNullOrEmpty(topicKey))
        {
            return null;
        }

        return Encoding.UTF8.GetByteCount(topicKey) <= WireLimits.TopicKeyBytes
            ? topicKey
            : throw RequestException.Invalid($"topic_key: expected at most {WireLimits.TopicKeyBytes} bytes");
    }

    // The score ranker is not part of this build; fusion is what an absent ranker means.
    private static void ValidateRanker(string? ranker)
    {
        if (ranker is not (null or Rankers.Rrf))
        {
            throw RequestException.Invalid($"ranker: expected {Rankers.Rrf}");
        }
    }

    private static ImmutableArray<string>? ValidateTypes(IReadOnlyList<string>? types)
    {
        if (types is null)
        {
            return null;
        }

        for (var index = 0; index < types.Count; index++)
        {
            if (!MemoryTypes.All.Contains(types[index]))
            {
                throw RequestException.Invalid($"types[{index}]: unknown memory type: {types[index]}");
            }
        }

        return [.. types];
    }

    private static Filter? ParseFilter(JsonElement? filter) =>
        filter is { ValueKind: not JsonValueKind.Null } json ? FilterParser.Parse(json) : null;

    private static long? ParseAsOf(JsonElement? asOf, long nowUnixMs) => asOf switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var time) => time,
        { ValueKind: JsonValueKind.String } text when text.ValueEquals(Now) => nowUnixMs,
        _ => throw RequestException.Invalid($"as_of: expected unix milliseconds or \"{Now}\""),
    };
}
