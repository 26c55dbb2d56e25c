using CsCheck;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Recall;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class RecallRankingTests
{
    private static readonly Gen<int[]> Channel = Gen.Int[1, 30].Array[0, 20].Select(ids => ids.Distinct().ToArray());

    private static readonly Gen<RecallChannel[]> Channels = Gen.Select(
        Channel, Channel, Channel, (topic, keyword, vector) =>
        new[] { Of(ChannelNames.Topic, 2, topic), Of(ChannelNames.Keyword, 1, keyword), Of(
            ChannelNames.Vector, 1, vector) });

    [Fact]
    [Trait("Accept", "REC-09")]
    public void Three_channels_are_fused_by_their_ranks()
    {
        const int a = 1;
        const int b = 2;
        const int c = 3;
        RecallChannel[] channels =
            [Of(ChannelNames.Topic, 2, a), Of(ChannelNames.Keyword, 1, b, a), Of(ChannelNames.Vector, 1, c, b)];

        var fused = RecallRanking.Fuse(channels, k: 8);

        Assert.Equal([a, b, c], fused.Select(row => row.Row.RowId));
        Assert.Equal([(2.0 / 61) + (1.0 / 62), (1.0 / 61) + (1.0 / 62), 1.0 / 61], fused.Select(row => row.Score));
        Assert.Equal([0.0489, 0.0325, 0.0164], fused.Select(row => Math.Round(row.Score, 4)));
        Assert.Equal(["topic,keyword", "keyword,vector", "vector"], fused.Select(row => Names(row, channels)));
    }

    [Fact]
    [Trait("Accept", "REC-10")]
    public void No_channels_or_only_empty_ones_give_nothing()
    {
        Assert.Empty(RecallRanking.Fuse([], k: 8));
        Assert.Empty(RecallRanking.Fuse([Of(ChannelNames.Topic, 2), Of(ChannelNames.Keyword, 1)], k: 8));
    }

    [Fact]
    [Trait("Accept", "REC-11")]
    public void Scores_fall_and_ties_are_ordered_by_recency_then_id() => Channels.Sample(channels =>
    {
        var fused = RecallRanking.Fuse(channels, k: 100);
        var expected = fused.OrderByDescending(row => row.Score)
            .ThenByDescending(row => row.Row.CreatedAtUnixMs).ThenBy(row => row.Row.Id);
        Assert.Equal(expected, fused);
        Assert.All(fused, row => Assert.NotEqual("", Names(row, channels)));
        Assert.Equal(channels.SelectMany(channel => channel.Candidates).Select(row => row.RowId).Distinct().Order(),
            fused.Select(row => row.Row.RowId).Order());
    });

    [Fact]
    [Trait("Accept", "REC-11")]
    public void The_first_k_are_a_prefix_of_the_first_k_plus_one() =>
        Gen.Select(Channels, Gen.Int[0, 40]).Sample((channels, k) =>
        {
            var more = RecallRanking.Fuse(channels, k + 1);
            Assert.Equal(more.Take(k), RecallRanking.Fuse(channels, k));
            Assert.Equal(more.Length, more.DistinctBy(row => row.Row.Id).Count());
        });

    [Fact]
    public void A_least_score_cuts_the_tail()
    {
        RecallChannel[] channels = [Of(ChannelNames.Keyword, 1, 1, 2, 3)];
        Assert.Equal([1L, 2L], RecallRanking.Fuse(channels, 8, minScore: 1.0 / 62).Select(row => row.Row.RowId));
    }

    // Two rows share a time, so that ties fall through to the id.
    private static RecallChannel Of(string name, double weight, params int[] ids) =>
        new(name, weight, [.. ids.Select(id => new RecallCandidate(0, id / 2, (UInt128)(100 - id), id))]);

    private static string Names(RankedMemory row, RecallChannel[] channels) =>
        string.Join(',', channels.Where((_, index) => row.Ranks[index] > 0).Select(channel => channel.Name));
}
