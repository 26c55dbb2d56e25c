using Memoturn.Protocol;
using static Memoturn.Tests.DataPlane.Memory.TestProfile;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryEndpointTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    [Fact]
    [Trait("Accept", "MEM-01")]
    [Trait("Accept", "MEM-02")]
    public async Task Facts_on_one_topic_are_created_repeated_and_superseded()
    {
        var profile = Profile("topic");

        var dark = (await profile.IngestAsync(DarkTheme))[0];
        var again = (await profile.IngestAsync(DarkTheme))[0];
        var light = (await profile.IngestAsync(LightTheme))[0];

        Assert.Equal(["id", "status", "superseded"], dark.Names());
        Assert.Equal("mem_5758fd9d59dc40b7225a7ebf08fa0f22", dark.Id());
        Assert.Equal(
            ("created", "duplicate", "created"), (dark.Text("status"), again.Text("status"), light.Text("status")));
        Assert.Empty(dark.Texts("superseded"));
        Assert.Equal(dark.Id(), again.Id());
        Assert.Equal([dark.Id()], light.Texts("superseded"));
        Assert.Equal(light.Id(), (await profile.FindAsync(dark.Id())).Text("superseded_by"));
        Assert.Equal([dark.Id()], (await profile.FindAsync(light.Id())).Texts("supersedes"));
    }

    [Fact]
    [Trait("Accept", "MEM-03")]
    public async Task Dark_light_dark_revives_the_first_and_recall_shows_it_alone()
    {
        var profile = Profile("revive");
        var statuses = new List<string?>();
        foreach (var item in new[] { DarkTheme, LightTheme, DarkTheme, DarkTheme })
        {
            statuses.Add((await profile.IngestAsync(item))[0].Text("status"));
        }

        Assert.Equal(["created", "created", "revived", "duplicate"], statuses);
        var recalled = await profile.RecallAsync("""{"query":"which mode","topic_key":"user.theme"}""");
        Assert.Equal(["Prefers dark mode"], recalled.Select(memory => memory.Text("summary")));
    }

    [Fact]
    [Trait("Accept", "MEM-04")]
    public async Task Duplicate_leaves_txid_session_source_and_summary_alone()
    {
        var profile = Profile("duplicate");
        var first = (await profile.TryIngestAsync(DarkTheme)).Expect(201);

        var second = (await profile.TryIngestAsync(
            """{"type":"fact","topic_key":"user.theme","summary":"other","content":{"v":"dark"},"session_id":"s-2","source":"b"}"""))
            .Expect(201);

        Assert.Equal((Txid(first), "standard"), (Txid(second), second.Header(MemoturnHeaders.Durability)));
        var memory = await profile.FindAsync("mem_5758fd9d59dc40b7225a7ebf08fa0f22");
        Assert.Equal(("Prefers dark mode", null, null), (
            memory.Text("summary"), memory.Text("session_id"), memory.Text("source")));
        Assert.Equal(
            """{"sessions":[],"next_cursor":null,"txid":1}""", (await profile.GetAsync("/sessions")).Expect(200).Text);
    }

    [Fact]
    [Trait("Accept", "MEM-05")]
    public async Task Items_of_one_batch_form_a_chain()
    {
        var profile = Profile("chain");

        var results = await profile.IngestAsync([.. "abc".Select(
            letter => $"{{\"type\":\"fact\",\"topic_key\":\"t\",\"summary\":\"{letter}\",\"content\":\"{letter}\"}}")]);

        Assert.Empty(results[0].Texts("superseded"));
        Assert.Equal([results[0].Id()], results[1].Texts("superseded"));
        Assert.Equal([results[1].Id()], results[2].Texts("superseded"));
        Assert.Equal([results[2].Id()], await profile.ListIdsAsync());
        var history =
            (await profile.GetAsync($"/memories/{results[1].Id()}/history")).Expect(200).Json.GetProperty("history");
        Assert.Equal(results.Select(JsonShape.Id), history.EnumerateArray().Select(JsonShape.Id));
        Assert.Equal(
            ["id", "type", "topic_key", "summary", "content", "source", "event", "active_from", "active_to",
                "superseded_by", "valid_from", "valid_to", "txid"],
            history[0].Names());
    }

    [Fact]
    [Trait("Accept", "MEM-06")]
    public async Task Batch_that_replaces_and_restores_is_processed_in_order()
    {
        var profile = Profile("restore");
        await profile.IngestAsync(DarkTheme);

        var results = await profile.IngestAsync(LightTheme, DarkTheme);

        Assert.Equal(["created", "revived"], results.Select(result => result.Text("status")));
        Assert.Equal([results[0].Id()], results[1].Texts("superseded"));
        Assert.Equal([results[1].Id()], await profile.ListIdsAsync());
    }

    [Fact]
    [Trait("Accept", "MEM-08")]
    public async Task Vector_of_another_dimension_is_left_out_on_both_sides()
    {
        var profile = Profile("dimension");
        await profile.IngestAsync("""{"type":"fact","summary":"plane vector","embedding":[1,0]}""");

        await profile.IngestAsync("""{"type":"fact","summary":"spatial vector","content":2,"embedding":[1,0,0]}""");

        var recalled = await profile.RecallAsync("""{"query":"spatial","embedding":[1,0,0]}""");
        Assert.Equal(["spatial vector"], recalled.Select(memory => memory.Text("summary")));
        Assert.Equal(["keyword"], recalled[0].Texts("channels"));
    }

    [Fact]
    [Trait("Accept", "MEM-12")]
    public async Task Forgotten_memory_is_gone_and_its_predecessor_stays_superseded()
    {
        var profile = Profile("forget");
        await profile.IngestAsync(DarkTheme);
        var light = (await profile.IngestAsync(LightTheme))[0].Id();

        var forgotten = (await profile.DeleteAsync($"/memories/{light}")).Expect(204);

        Assert.Equal("3", Txid(forgotten));
        Assert.Empty(await profile.RecallAsync("""{"query":"light mode","topic_key":"user.theme"}"""));
        Assert.Equal(
            "memory not found", (await profile.GetAsync($"/memories/{light}")).ExpectError(404, "not_found").Error);
        Assert.Equal("3", Txid((await profile.DeleteAsync($"/memories/{light}")).ExpectError(404, "not_found")));
        (await profile.GetAsync($"/memories/{light}/history")).ExpectError(404, "not_found");
        Assert.Empty(await profile.ListIdsAsync());
    }

    [Theory]
    [Trait("Accept", "MEM-13")]
    [InlineData("""{"query":"lighthouse"}""")]
    [InlineData("""{"topic_key":"t"}""")]
    [InlineData("""{"embedding":[1,0]}""")]
    public async Task Forgotten_memory_is_found_through_no_channel(string recall)
    {
        var profile = Profile($"channels-{recall.Length}");
        var id = (await profile.IngestAsync(
            """{"type":"fact","topic_key":"t","summary":"lighthouse","embedding":[1,0]}"""))[0].Id();
        Assert.Single(await profile.RecallAsync(recall));

        (await profile.DeleteAsync($"/memories/{id}")).Expect(204);

        Assert.Empty(await profile.RecallAsync(recall));
    }

    [Theory]
    [Trait("Accept", "MEM-19")]
    [InlineData("/v1/memory/Acme/p/memories", DarkTheme, "invalid namespace or profile name")]
    [InlineData("/v1/memory/acme/has--dashes/memories", DarkTheme, "invalid namespace or profile name")]
    [InlineData("/v1/memory/acme/sp%20ace/memories", DarkTheme, "invalid namespace or profile name")]
    [InlineData("/v1/memory/acme/p/memories", """{"type":"dream","summary":"s"}""", "invalid document: unknown "
        + "memory type: dream")]
    [InlineData("/v1/memory/acme/p/memories", """{"type":"event","topic_key":"t","summary":"s"}""", "invalid "
        + "document: topic_key is only valid on fact/instruction memories")]
    [InlineData("/v1/memory/acme/p/memories", """{"type":"task","topic_key":"t","summary":"s"}""", "invalid "
        + "document: topic_key is only valid on fact/instruction memories")]
    [InlineData(
        "/v1/memory/acme/p/memories", """{"type":"fact","summary":5}""", "memories[0].summary: expected string")]
    [InlineData("/v1/memory/acme/p/memories", """null""", "memories[0]: expected object")]
    public async Task Refused_name_or_item_is_400_with_its_text(string path, string item, string text) =>
        Assert.Equal(
            text, (await fixture.Node.PostAsync(path, $"{{\"memories\":[{item}]}}")).ExpectError(400, "invalid_request")
                .Error);

    [Fact]
    [Trait("Accept", "MEM-19")]
    public async Task Recall_of_nothing_is_400() =>
        Assert.Equal(
            "recall requires at least one of query, embedding, topic_key",
            (await Profile("nothing").PostAsync("/recall", "{}")).ExpectError(400, "invalid_request").Error);

    [Fact]
    [Trait("Accept", "MEM-20")]
    public async Task Request_refused_for_one_item_creates_no_profile_and_writes_nothing()
    {
        var profile = Profile("refused");
        (await profile.TryIngestAsync(DarkTheme, """{"type":"fact","summary":" "}""")).ExpectError(
            400, "invalid_request");
        (await profile.GetAsync("/memories/mem_x")).ExpectError(404, "database_not_found");

        await profile.IngestAsync(DarkTheme);
        (await profile.TryIngestAsync(LightTheme, """{"type":"fact","summary":"s","embedding":[]}""")).ExpectError(
            400, "invalid_request");

        Assert.Equal(["mem_5758fd9d59dc40b7225a7ebf08fa0f22"], await profile.ListIdsAsync());
    }

    [Fact]
    [Trait("Accept", "MEM-21")]
    public async Task Sources_are_recalled_filtered_and_shown()
    {
        var profile = Profile("sources");
        var results = await profile.IngestAsync(
            """{"type":"event","summary":"shared word one","content":1,"source":"a"}""",
            """{"type":"event","summary":"shared word two","content":2,"source":"b"}""",
            """{"type":"event","summary":"shared word three","content":3}""");

        var all = await profile.RecallAsync("""{"query":"shared"}""");
        var one = await profile.RecallAsync("""{"query":"shared","source":"b"}""");

        Assert.Equal(new[] { null, "a", "b" }, all.Select(memory => memory.Text("source")).Order());
        Assert.Equal(results[1].Id(), Assert.Single(one).Id());
        Assert.Equal("b", (await profile.FindAsync(results[1].Id())).Text("source"));
    }

    [Fact]
    [Trait("Accept", "MEM-22")]
    [Trait("Accept", "MEM-23")]
    public async Task Another_source_repeats_supersedes_and_revives_without_taking_authorship()
    {
        var profile = Profile("authors");
        var mine = DarkTheme.Replace("}}", "},\"source\":\"a\"}", StringComparison.Ordinal);
        var theirs = DarkTheme.Replace("}}", "},\"source\":\"b\"}", StringComparison.Ordinal);
        var dark = (await profile.IngestAsync(mine))[0].Id();

        var repeated = (await profile.IngestAsync(theirs))[0];
        var light =
            (await profile.IngestAsync(LightTheme.Replace("}}", "},\"source\":\"b\"}", StringComparison.Ordinal)))[0];
        var revived = (await profile.IngestAsync(theirs))[0];

        Assert.Equal((dark, "duplicate"), (repeated.Id(), repeated.Text("status")));
        Assert.Equal([dark], light.Texts("superseded"));
        Assert.Equal("revived", revived.Text("status"));
        Assert.Equal("a", (await profile.FindAsync(dark)).Text("source"));
    }

    [Fact]
    [Trait("Accept", "LIM-04")]
    public async Task Ingest_of_1001_memories_is_400_and_of_1000_is_201()
    {
        var profile = Profile("batch");
        var items = Enumerable.Range(0, 1001).Select(i =>
            $"{{\"type\":\"event\",\"summary\":\"s\",\"content\":{i}}}").ToArray();

        Assert.Equal(
            "ingest batch exceeds 1000 memories; split the request",
            (await profile.TryIngestAsync(items)).ExpectError(400, "invalid_request").Error);
        Assert.Equal(1000, (await profile.IngestAsync(items[..1000])).Count);
        Assert.Equal("1", Txid(await profile.GetAsync("/memories?limit=1")));
    }

    [Fact]
    public async Task Empty_ingest_is_201_with_no_results()
    {
        var profile = Profile("empty");

        Assert.Equal("""{"results":[],"txid":0}""", (await profile.TryIngestAsync()).Expect(201).Text);
        Assert.Equal(
            "memories: expected array", (await profile.PostAsync("/memories", "{}")).ExpectError(400, "invalid_request")
                .Error);
    }

    [Fact]
    public async Task Ingest_is_durable_when_asked_and_reports_similar_memories()
    {
        var profile = Profile("similar");
        var first =
            (await profile.IngestAsync("""{"type":"event","summary":"Bought running shoes","content":1}"""))[0].Id();

        var answer = (await fixture.Node.PostAsync(
            $"{profile.Path}/memories",
            """{"memories":[{"type":"event","summary":"bought running shoe","content":2}],"report_similar":true}""",
            (MemoturnHeaders.Durability, "durable"))).Expect(201);

        Assert.Equal("durable", answer.Header(MemoturnHeaders.Durability));
        var similar = answer.Json.GetProperty("results")[0].GetProperty("similar");
        Assert.Equal($"[{{\"id\":\"{first}\",\"score\":1}}]", similar.GetRawText());
        (await profile.PostAsync("/memories", """{"memories":[],"similar_threshold":1.5}""")).ExpectError(
            400, "invalid_request");
    }

    [Fact]
    public async Task Get_shows_every_member_and_list_leaves_score_and_end_out()
    {
        var profile = Profile("members");
        var id = (await profile.IngestAsync(
            """{"type":"fact","topic_key":"t","summary":"s","content":{"b":1,"a":[]},"keywords":"k","metadata":{"m":1},"ttl":60,"valid_from":1,"valid_to":2}"""))[0].Id();

        var memory = await profile.FindAsync(id);
        var listed = (await profile.GetAsync("/memories")).Expect(200).Json.GetProperty("memories")[0];

        Assert.Equal(
            new[]
            {
                "id", "type", "topic_key", "summary", "content", "keywords", "session_id", "source", "created_at",
                "superseded_by", "metadata", "valid_from", "valid_to",
            },
            listed.Names());
        Assert.Equal(listed.Names().Concat(["expires_at", "superseded_at", "supersedes"]), memory.Names());
        Assert.Equal("""{"a":[],"b":1}""", memory.GetProperty("content").GetRawText());
        Assert.Equal(60_000, memory.GetProperty("expires_at").GetInt64() - memory.GetProperty("created_at").GetInt64());
    }

    private TestProfile Profile(string name) => new(fixture.Node, name);
}
