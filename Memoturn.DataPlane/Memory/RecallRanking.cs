namespace Memoturn.DataPlane.Memory;

/// <summary>
/// Reciprocal rank fusion: a row scores the sum of weight / (60 + rank) over the channels that brought it.
/// </summary>
internal static class RecallRanking
{
    private const double RankConstant = 60;

    /// <summary>What a channel adds to the row it ranks so, counted from 1.</summary>
    public static double Contribution(double weight, int rank) => weight / (RankConstant + rank);

    /// <summary>
    /// The best <paramref name="k"/> rows of all channels that score at least <paramref name="minScore"/>.
    /// </summary>
    /// <param name="channels">At most <see cref="ChannelRanks.Count"/>, none of them with a row twice.</param>
    public static RankedMemory[] Fuse(IReadOnlyList<RecallChannel> channels, int k, double? minScore = null)
    {
        var ranked = new List<RankedMemory>();
        var placeOf = new Dictionary<long, int>();
        for (var channel = 0; channel < channels.Count; channel++)
        {
            var candidates = channels[channel].Candidates;
            for (var index = 0; index < candidates.Count; index++)
            {
                if (!placeOf.TryGetValue(candidates[index].RowId, out var place))
                {
                    placeOf[candidates[index].RowId] = place = ranked.Count;
                    ranked.Add(new(candidates[index], 0, default));
                }

                ranked[place] = Raise(ranked[place], channel, channels[channel].Weight, index + 1);
            }
        }

        ranked.RemoveAll(row => row.Score < minScore);
        ranked.Sort();
        return [.. ranked.Take(k)];
    }

    private static RankedMemory Raise(RankedMemory row, int channel, double weight, int rank) =>
        row with { Score = row.Score + Contribution(weight, rank), Ranks = row.Ranks.With(channel, rank) };
}
