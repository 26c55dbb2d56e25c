using Memoturn.Protocol;
using static Memoturn.Tests.DataPlane.Memory.TestProfile;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryListEndpointTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    [Fact]
    [Trait("Accept", "MEM-32")]
    public async Task List_pages_by_cursor_without_gap_or_repeat_while_a_writer_runs__branches_are_not_covered()
    {
        var profile = Profile("pages");
        await profile.IngestAsync([.. Enumerable.Range(0, 120).Select(Event)]);
        var before = await ReadPagesAsync(profile, limit: 1000, _ => Task.CompletedTask);

        var seen = await ReadPagesAsync(profile, limit: 7, page => profile.IngestAsync(Event(1_000 + page)));

        Assert.Equal(before, seen.Where(before.Contains));
    }

    [Fact]
    [Trait("Accept", "MEM-32")]
    public async Task List_returns_100_by_default_and_1000_at_most()
    {
        var profile = Profile("limits");
        await profile.IngestAsync([.. Enumerable.Range(0, 1000).Select(Event)]);
        await profile.IngestAsync([.. Enumerable.Range(1000, 5).Select(Event)]);

        Assert.Equal(100, (await profile.ListIdsAsync()).Count);
        Assert.Equal(1000, (await profile.ListIdsAsync("?limit=100000")).Count);
        Assert.Single(await profile.ListIdsAsync("?limit=0"));
        Assert.Equal(
            1000, Ids((await profile.PostAsync("/memories/query", """{"limit":99999999999999}""")).Expect(200).Json)
                .Count);
    }

    [Theory]
    [Trait("Accept", "MEM-32")]
    [InlineData("?types=fact", """{"types":["fact"]}""", "fact")]
    [InlineData("?types=fact,event", """{"types":["fact","event"]}""", "fact event")]
    [InlineData("?types=", """{"types":[]}""", "")]
    [InlineData("?topic_key=user.theme", """{"topic_key":"user.theme"}""", "fact")]
    [InlineData("?topic_prefix=user.", """{"topic_prefix":"user."}""", "fact")]
    [InlineData("?session_id=s%201", """{"session_id":"s 1"}""", "event")]
    [InlineData("?source=bot", """{"source":"bot"}""", "event")]
    [InlineData("?content=%7B%22v.deep%22%3A%7B%22%24gt%22%3A2%7D%7D", """{"content":{"v.deep":{"$gt":2}}}""", "fact")]
    [InlineData("?metadata=%7B%22n%22%3A1%7D", """{"metadata":{"n":1}}""", "event")]
    [InlineData("?created_after=0", """{"created_after":0}""", "fact event")]
    [InlineData("?created_before=1", """{"created_before":1}""", "")]
    [InlineData("?as_of=now", """{"as_of":"now"}""", "fact event")]
    [InlineData("?as_of=5", """{"as_of":5}""", "")]
    [InlineData("?include_superseded=true", """{"include_superseded":true}""", "older fact event")]
    [InlineData("?include_superseded=1", """{"include_superseded":false}""", "fact event")]
    [InlineData("?unknown=1&source", """{"unknown":1,"source":null}""", "fact event")]
    public async Task List_filters_alike_by_query_string_and_by_body(string query, string body, string expected)
    {
        var profile = await FilteredProfileAsync();

        var listed = (await profile.GetAsync($"/memories{query}")).Expect(200);
        var queried = (await profile.PostAsync("/memories/query", body)).Expect(200);

        Assert.Equal(listed.Text, queried.Text);
        var summaries = listed.Json.GetProperty("memories").EnumerateArray().Select(memory => memory.Text("summary"));
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), summaries.Order());
    }

    [Theory]
    [InlineData("?types=dream")]
    [InlineData("?cursor=%25")]
    [InlineData("?cursor=bm9wZQ")]
    [InlineData("?limit=many")]
    [InlineData("?created_after=soon")]
    [InlineData("?as_of=soon")]
    [InlineData("?metadata=%7B")]
    [InlineData("?content=%5B%5D")]
    [InlineData("?session_id=%01")]
    public async Task Malformed_list_parameter_is_400(string query) =>
        (await Profile("malformed").GetAsync($"/memories{query}")).ExpectError(400, "invalid_request");

    [Fact]
    public async Task Unknown_profile_lists_nothing_at_txid_0_and_404_below_a_floor()
    {
        var profile = Profile("unknown");

        var answer = (await profile.GetAsync("/memories")).Expect(200);

        Assert.Equal(("""{"memories":[],"next_cursor":null,"txid":0}""", "0"), (answer.Text, Txid(answer)));
        Assert.Equal(
            """{"sessions":[],"next_cursor":null,"txid":0}""", (await profile.GetAsync("/sessions")).Expect(200).Text);
        var floored = await fixture.Node.GetAsync($"{profile.Path}/memories", (MemoturnHeaders.MinTxid, "7"));
        Assert.Equal("profile not found", floored.ExpectError(404, "not_found").Error);
        (await profile.DeleteAsync("/sessions/s-1")).ExpectError(404, "database_not_found");
        (await profile.DeleteAsync("/memories/mem_x")).ExpectError(404, "database_not_found");
        (await profile.GetAsync("/memories/mem_x/history")).ExpectError(404, "database_not_found");
    }

    [Fact]
    [Trait("Accept", "MEM-10")]
    public async Task Ended_session_loses_its_task_and_its_row_and_keeps_its_fact()
    {
        var profile = Profile("session");
        var results = await profile.IngestAsync(
            """{"type":"fact","summary":"kept","content":1,"session_id":"s-1"}""",
            """{"type":"task","summary":"dropped","content":2,"session_id":"s-1"}""");
        var session = Assert.Single(
            (await profile.GetAsync("/sessions")).Expect(200).Json.GetProperty("sessions").EnumerateArray());
        Assert.Equal(["id", "created_at", "last_active_at"], session.Names());
        Assert.Equal("s-1", session.Id());

        (await profile.DeleteAsync("/sessions/s-1")).Expect(204);
        (await profile.DeleteAsync("/sessions/never-seen")).Expect(204);

        Assert.Equal([results[0].Id()], await profile.ListIdsAsync());
        Assert.Equal(
            """{"sessions":[],"next_cursor":null,"txid":2}""", (await profile.GetAsync("/sessions")).Expect(200).Text);
    }

    [Fact]
    [Trait("Accept", "MEM-33")]
    public async Task Session_list_defaults_to_100_and_clamps_at_1000__the_profile_list_is_another_test()
    {
        var profile = Profile("sessions");
        foreach (var batch in Enumerable.Range(0, 1005).Chunk(1000))
        {
            await profile.IngestAsync(
                [.. batch.Select(
                    i => $"{{\"type\":\"event\",\"summary\":\"s\",\"content\":{i},\"session_id\":\"s-{i:d4}\"}}")]);
        }

        var first = (await profile.GetAsync("/sessions")).Expect(200).Json;
        var most = (await profile.GetAsync("/sessions?limit=5000")).Expect(200).Json;
        var rest = (await profile.GetAsync($"/sessions?limit=5000&cursor={most.Text("next_cursor")}")).Expect(200).Json;

        Assert.Equal(100, first.GetProperty("sessions").GetArrayLength());
        Assert.Equal(1000, most.GetProperty("sessions").GetArrayLength());
        Assert.Equal(5, rest.GetProperty("sessions").GetArrayLength());
        Assert.Null(rest.Text("next_cursor"));
        Assert.Equal(
            Enumerable.Range(1000, 5).Select(i => $"s-{i}"),
            most.GetProperty("sessions").EnumerateArray().Take(5).Select(JsonShape.Id));
    }

    private static string Event(int number) =>
        $"{{\"type\":\"event\",\"summary\":\"event {number}\",\"content\":{number}}}";

    private static async Task<List<string>> ReadPagesAsync(TestProfile profile, int limit, Func<int, Task> betweenAsync)
    {
        var seen = new List<string>();
        string? cursor = null;
        var page = 0;
        do
        {
            var answer =
                (await profile.GetAsync(
                    $"/memories?limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(200).Json;
            seen.AddRange(Ids(answer));
            Assert.Equal(seen.Distinct(), seen);
            cursor = answer.Text("next_cursor");
            await betweenAsync(page++);
        }
        while (cursor is not null);

        return seen;
    }

    private async Task<TestProfile> FilteredProfileAsync()
    {
        var profile = Profile("filtered");
        await profile.IngestAsync(
            """{"type":"fact","topic_key":"user.theme","summary":"older","content":{"v":{"deep":1}}}""",
            """{"type":"fact","topic_key":"user.theme","summary":"fact","content":{"v":{"deep":3}}}""",
            """{"type":"event","summary":"event","content":[1],"session_id":"s 1","source":"bot","metadata":{"n":1}}""");
        return profile;
    }

    private TestProfile Profile(string name) => new(fixture.Node, name);
}
