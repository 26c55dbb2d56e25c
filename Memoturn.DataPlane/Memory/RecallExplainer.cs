using Memoturn.Protocol.Memory;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Says how a fused answer came about (http-api 16.5, step 7).</summary>
internal sealed class RecallExplainer(Connection connection, RecallQuery query)
{
    public RecallExplanation Explain(IReadOnlyList<RecallChannel> channels)
    {
        var byName = channels.ToDictionary(
            channel => channel.Name,
            channel => new ChannelExplanation(
                channel.Candidates.Count, channel.Duration.TotalMilliseconds,
                channel.Name == ChannelNames.Vector ? VectorNote() : null));
        if (query.Tokens is { IsEmpty: true })
        {
            byName[ChannelNames.Keyword] = new(0, 0, "the query has no words");
        }

        if (query is { Tokens: not null, Embedding: null })
        {
            byName[ChannelNames.Vector] = new(0, 0, "no embedder on this node");
        }

        return new(byName, query.Tokens ?? [], query.Fetch);
    }

    /// <summary>What each channel added to one row.</summary>
    public static MemoryExplanation Explain(RankedMemory row, IReadOnlyList<RecallChannel> channels)
    {
        var explanation = new MemoryExplanation();
        for (var index = 0; index < channels.Count; index++)
        {
            if (row.Ranks[index] is var rank and > 0)
            {
                explanation = With(explanation, channels[index], rank);
            }
        }

        return explanation;
    }

    private static MemoryExplanation With(MemoryExplanation explanation, RecallChannel channel, int rank)
    {
        var candidate = channel.Candidates[rank - 1];
        var raw = channel.Name == ChannelNames.Topic ? candidate.CreatedAtUnixMs : candidate.Key;
        var part = new RankExplanation(rank, raw, channel.Weight, RecallRanking.Contribution(channel.Weight, rank));
        return channel.Name switch
        {
            ChannelNames.Topic => explanation with { Topic = part },
            ChannelNames.Keyword => explanation with { Keyword = part },
            _ => explanation with { Vector = part },
        };
    }

    private string? VectorNote()
    {
        var asked = query.Embedding?.Length;
        return VectorRows.FindDimension(connection) switch
        {
            null => "the profile has no vectors",
            { } stored when stored != asked => $"the embedding has {asked} dimensions, the profile's have {stored}",
            _ => null,
        };
    }
}
