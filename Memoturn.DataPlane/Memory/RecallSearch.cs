using Memoturn.Protocol.Memory;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Recall over one open state: channels, fusion, and the memories and turns found (http-api 16.5).</summary>
/// <param name="index">The resident index of exactly this state; null where the rows have to serve.</param>
/// <param name="nowUnixMs">The time expiry is judged at.</param>
internal sealed class RecallSearch(
    Connection connection, RecallIndex? index, long nowUnixMs, RecallOptions options, TimeProvider clock,
    RecallInstruments? instruments = null)
{
    /// <exception cref="Memoturn.Protocol.RequestException">The answer gets too long.</exception>
    public RecallResponse Run(RecallQuery query, ulong txid)
    {
        var channels = ListChannels(query);
        var ranked = RecallRanking.Fuse(channels, query.K, query.MinScore);
        var size = new AnswerSize();
        return new(Load(ranked, channels, query.Explains, size), txid)
        {
            Turns = query.IncludesTurns ? FindTurns(query, size) : null,
            Explain = query.Explains ? new RecallExplainer(connection, query).Explain(channels) : null,
        };
    }

    /// <summary>The channels the query has, in their order.</summary>
    public List<RecallChannel> ListChannels(RecallQuery query)
    {
        var rows = new RowChannels(connection, query.Criteria, nowUnixMs);
        var resident = index is null
            ? null
            : new ResidentChannels(index, connection, ResidentChannels.FilterOf(query.Criteria, connection, nowUnixMs));
        var channels = new List<RecallChannel>(ChannelRanks.Count);
        if (query.TopicKey is { } topicKey)
        {
            channels.Add(Timed(ChannelNames.Topic, options.TopicWeight, () =>
                resident?.Topic(topicKey, query.Fetch) ?? rows.Topic(topicKey, query.Fetch)));
        }

        if (query.Tokens is { IsEmpty: false } tokens)
        {
            var keyword = new KeywordQuery(tokens, options.Bm25Weights);
            channels.Add(Timed(ChannelNames.Keyword, options.KeywordWeight, () =>
                resident?.Keyword(keyword, query.Fetch) ?? rows.Keyword(keyword, query.Fetch)));
        }

        if (query.Embedding is { } embedding)
        {
            channels.Add(Timed(ChannelNames.Vector, options.VectorWeight, () =>
                resident?.Vector(embedding.AsSpan(), query.Fetch) ?? rows.Vector(embedding.AsSpan(), query.Fetch)));
        }

        return channels;
    }

    private RecallChannel Timed(string name, double weight, Func<RecallCandidate[]> find)
    {
        var start = clock.GetTimestamp();
        var candidates = find();
        var elapsed = clock.GetElapsedTime(start);
        instruments?.Answered(name, elapsed);
        return new(name, weight, candidates, elapsed);
    }

    private MemoryObject[] Load(RankedMemory[] ranked, List<RecallChannel> channels, bool explains, AnswerSize size)
    {
        using var select = connection.Prepare(MemorySql.For(connection).SelectByRowId);
        var memories = new MemoryObject[ranked.Length];
        for (var place = 0; place < memories.Length; place++)
        {
            var row = ranked[place];
            select.Bind(1, row.Row.RowId).Step();
            memories[place] = MemoryColumns.ReadObject(select, size) with
            {
                Score = row.Score,
                Channels = [.. NamesOf(row, channels)],
                Explain = explains ? RecallExplainer.Explain(row, channels) : null,
            };
            select.Reset();
        }

        return memories;
    }

    private static IEnumerable<string> NamesOf(RankedMemory row, List<RecallChannel> channels)
    {
        for (var channel = 0; channel < channels.Count; channel++)
        {
            if (row.Ranks[channel] > 0)
            {
                yield return channels[channel].Name;
            }
        }
    }

    private IReadOnlyList<RecalledTurn> FindTurns(RecallQuery query, AnswerSize size)
    {
        var start = clock.GetTimestamp();
        var search = new TurnSearch(connection, query.Criteria.SessionId, size);
        var turns = query.Embedding is { } embedding
            ? search.FindByVector(embedding.AsSpan(), query.K)
            : search.FindByKeyword(query.Tokens ?? [], query.K);
        instruments?.Answered(ChannelNames.Turns, clock.GetElapsedTime(start));
        return turns;
    }
}
