using System.Globalization;
using static Memoturn.Tests.DataPlane.Memory.TestProfile;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryConcurrencyTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private const int Writers = 8;
    private const int WritesEach = 10;

    [Fact]
    [Trait("Accept", "MEM-29")]
    public async Task Writers_of_one_topic_leave_one_active_memory_and_one_chain()
    {
        var profile = new TestProfile(fixture.Node, "writers");

        var txids = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(profile, writer)));

        Assert.All(txids, of => Assert.Equal(of.Order().Distinct(), of));
        var active = Assert.Single(await profile.ListIdsAsync());
        var all = (await profile.GetAsync("/memories?include_superseded=true&limit=1000")).Expect(200).Json;
        var successors = all.GetProperty("memories").EnumerateArray()
            .ToDictionary(JsonShape.Id, memory => memory.Text("superseded_by"));
        Assert.Equal(Writers * WritesEach, successors.Count);
        var history = (await profile.GetAsync($"/memories/{active}/history")).Expect(200).Json.GetProperty("history");
        var chain = history.EnumerateArray().ToList();
        Assert.Equal(Writers * WritesEach, chain.Select(JsonShape.Id).Distinct().Count());
        Assert.Equal(
            chain.Skip(1).Select(entry => (string?)entry.Id()).Append(null),
            chain.Select(entry => successors[entry.Id()]));
    }

    private static async Task<List<ulong>> WriteAsync(TestProfile profile, int writer)
    {
        var txids = new List<ulong>();
        for (var i = 0; i < WritesEach; i++)
        {
            var answer = await profile.TryIngestAsync(
                $"{{\"type\":\"fact\",\"topic_key\":\"t\",\"summary\":\"of {writer}\",\"content\":[{writer},{i}]}}");
            txids.Add(ulong.Parse(Txid(answer.Expect(201)), CultureInfo.InvariantCulture));
        }

        return txids;
    }
}
