using System.Text.Json;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;

namespace Memoturn.DataPlane.Memory;

/// <summary>The rules of a recall request (http-api 16.5); the first one that is broken is the answer.</summary>
internal static class RecallValidator
{
    /// <exception cref="RequestException">400, naming the member.</exception>
    public static RecallQuery Validate(RecallRequest request, long nowUnixMs)
    {
        var topicKey = CriteriaRules.TopicKey(request.TopicKey);
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
            At = request.At is { ValueKind: not JsonValueKind.Null } at ? RecallPoint.Parse(at) : null,
            IncludesTurns = request.IncludeTurns == true,
            Explains = request.Explain == true,
        };
    }

    private static MemoryCriteria ValidateCriteria(RecallRequest request, long nowUnixMs) => new()
    {
        Types = CriteriaRules.Types(request.Types),
        SessionId = FieldRules.Name(request.SessionId, "session_id"),
        Source = FieldRules.Name(request.Source, "source"),
        TopicPrefix = request.TopicPrefix,
        Metadata = CriteriaRules.Filter(request.Metadata),
        Content = CriteriaRules.Filter(request.Content),
        CreatedAfter = request.CreatedAfter,
        CreatedBefore = request.CreatedBefore,
        AsOf = CriteriaRules.AsOf(request.AsOf, nowUnixMs),
        IncludesSuperseded = request.IncludeSuperseded == true,
    };

    // The score ranker is not part of this build; fusion is what an absent ranker means.
    private static void ValidateRanker(string? ranker)
    {
        if (ranker is not (null or Rankers.Rrf))
        {
            throw RequestException.Invalid($"ranker: expected {Rankers.Rrf}");
        }
    }
}
