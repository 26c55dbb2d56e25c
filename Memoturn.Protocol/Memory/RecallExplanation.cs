using System.Text.Json.Serialization;

namespace Memoturn.Protocol.Memory;

/// <summary>How an answer of recall came about.</summary>
/// <param name="Channels">By channel name.</param>
/// <param name="Tokens">Words of the query that were looked for.</param>
/// <param name="Fetch">Candidates a channel may bring.</param>
public sealed record RecallExplanation(
    IReadOnlyDictionary<string, ChannelExplanation> Channels, IReadOnlyList<string> Tokens, int Fetch);

/// <summary>What one channel did.</summary>
/// <param name="Candidates">Rows it brought.</param>
/// <param name="DurationMs">Milliseconds it took.</param>
/// <param name="Note">Why it brought nothing.</param>
public sealed record ChannelExplanation(int Candidates, double DurationMs, string? Note);

/// <summary>
/// How the score of one memory came about: terms under ranker <c>score</c>, channels under <c>rrf</c>.
/// </summary>
public sealed record MemoryExplanation
{
    /// <summary>Contribution of each term, summing to the score.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Terms { get; init; }

    /// <summary>Part of the topic channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RankExplanation? Topic { get; init; }

    /// <summary>Part of the keyword channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RankExplanation? Keyword { get; init; }

    /// <summary>Part of the vector channel.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RankExplanation? Vector { get; init; }
}

/// <summary>Part of one channel in a fused score.</summary>
/// <param name="Rank">Place in the channel, from 1.</param>
/// <param name="Raw">What the channel orders by.</param>
/// <param name="Weight">Weight of the channel.</param>
/// <param name="Contribution">What it added.</param>
public sealed record RankExplanation(int Rank, double Raw, double Weight, double Contribution);
