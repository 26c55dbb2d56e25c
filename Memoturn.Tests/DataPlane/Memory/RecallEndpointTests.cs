using System.Globalization;
using System.Text.Json;
using Memoturn.ControlPlane.Catalog;
using Memoturn.Protocol;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Memoturn.Tests.DataPlane.Memory.TestProfile;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class RecallEndpointTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    [Fact]
    [Trait("Accept", "REC-01")]
    public async Task Words_topic_and_vector_find_what_they_should()
    {
        var profile = Profile("basic");
        await profile.IngestAsync(
            DarkTheme,
            """{"type":"event","summary":"chose a theme for the party","content":1,"embedding":[1,0,0]}""",
            """{"type":"event","summary":"walked the dog","content":2,"embedding":[0,1,0]}""",
            """{"type":"event","summary":"bought bread","content":3,"embedding":[0,0,1]}""");

        var byWords = await profile.RecallAsync("""{"query":"Which mode does the user prefer?"}""");
        Assert.Equal(
            ("Prefers dark mode", "keyword"), (byWords[0].Text("summary"), byWords[0].Texts("channels").Single()));
        var byTopic = await profile.RecallAsync("""{"query":"party theme","topic_key":"user.theme"}""");
        Assert.Equal(
            ["Prefers dark mode", "chose a theme for the party"], byTopic.Select(memory => memory.Text("summary")));
        Assert.Equal(["topic", "keyword"], byTopic.Select(memory => memory.Texts("channels").Single()));
        var byVector = await profile.RecallAsync("""{"embedding":[0.1,0.9,0.2]}""");
        Assert.Equal("walked the dog", byVector[0].Text("summary"));
        var facts = await profile.RecallAsync("""{"query":"theme dark","types":["fact"]}""");
        Assert.Equal(["fact"], facts.Select(memory => memory.Text("type")));
        Assert.Empty(await profile.RecallAsync("""{"query":"xylophone zeppelin"}"""));
    }

    [Fact]
    [Trait("Accept", "REC-02")]
    [Trait("Accept", "REC-03")]
    public async Task An_unknown_profile_is_empty_and_not_created_unless_a_txid_is_asked_for()
    {
        await using var node = new TestNode();
        await new TestProfile(node, "known").IngestAsync(DarkTheme);
        var unknown = new TestProfile(node, "unknown");

        var answer = (await unknown.PostAsync("/recall", """{"query":"dark"}""")).Expect(200);
        Assert.Equal("""{"memories":[],"txid":0}""", answer.Text);
        Assert.Equal("0", answer.Header(MemoturnHeaders.Txid));
        var floor = await node.PostAsync(
            unknown.Path + "/recall", """{"query":"dark"}""", (MemoturnHeaders.MinTxid, "7"));
        floor.ExpectError(404, "not_found");
        Assert.Equal("profile not found", floor.Error);
        var list = (await node.GetAsync("/v1/memory/acme")).Expect(200).Json;
        Assert.Equal("known", Assert.Single(list.GetProperty("profiles").EnumerateArray()).Text("profile"));
    }

    [Fact]
    [Trait("Accept", "REC-04")]
    public async Task A_type_or_session_filter_is_not_starved_by_the_rest()
    {
        var profile = Profile("starved");
        await profile.IngestAsync(
            [.. Enumerable.Range(0, 60).Select(number => Event(number, "report", "\"session_id\":\"s1\""))]);
        var task =
            (await profile.IngestAsync("""{"type":"task","summary":"report","content":"t","session_id":"s2"}"""))[0];

        var byType = await profile.RecallAsync("""{"query":"report","types":["task"],"k":5}""");
        var bySession = await profile.RecallAsync("""{"query":"report","session_id":"s2","k":5}""");

        Assert.Equal(task.Id(), Assert.Single(byType).Id());
        Assert.Equal(task.Id(), Assert.Single(bySession).Id());
    }

    [Fact]
    [Trait("Accept", "REC-05")]
    public async Task A_source_filter_is_not_starved_by_the_rest()
    {
        var profile = Profile("source");
        await profile.IngestAsync(
            [.. Enumerable.Range(0, 60).Select(number => Event(number, "tea", "\"source\":\"ann\""))]);
        var ben = (await profile.IngestAsync(Event(99, "tea", "\"source\":\"ben\"")))[0];

        var found = await profile.RecallAsync("""{"query":"tea","source":"ben"}""");

        Assert.Equal((ben.Id(), "ben"), (Assert.Single(found).Id(), found[0].Text("source")));
    }

    [Fact]
    [Trait("Accept", "REC-06")]
    public async Task A_topic_shows_its_newest_memory_and_the_superseded_one_on_demand()
    {
        var profile = Profile("superseded");
        await profile.IngestAsync(DarkTheme);
        await profile.IngestAsync(LightTheme);

        var newest = await profile.RecallAsync("""{"topic_key":"user.theme"}""");
        var both = await profile.RecallAsync("""{"topic_key":"user.theme","include_superseded":true}""");

        Assert.Equal("Prefers light mode", Assert.Single(newest).Text("summary"));
        Assert.Equal(2, both.Count);
    }

    [Fact]
    [Trait("Accept", "REC-07")]
    public async Task Turns_come_in_a_list_of_their_own_Appending_them_over_http_is_left()
    {
        var profile = Profile("turns");
        await profile.IngestAsync(Event(1, "drinks tea", "\"embedding\":[1,0]"));
        await AddTurnsAsync("acme--turns");

        var near =
            (await profile.PostAsync("/recall", """{"embedding":[0,1],"include_turns":true}""")).Expect(200).Json;
        Assert.Single(near.GetProperty("memories").EnumerateArray());
        Assert.Equal(["s2", "s1"], near.GetProperty("turns").EnumerateArray().Select(turn => turn.Text("session_id")));
        Assert.Equal("vector", near.GetProperty("turns")[0].Text("channel"));
        var scoped = (
            await profile.PostAsync("/recall", """{"embedding":[0,1],"include_turns":true,"session_id":"s1"}"""))
            .Expect(200).Json;
        Assert.Equal("s1", Assert.Single(scoped.GetProperty("turns").EnumerateArray()).Text("session_id"));
        var byWords =
            (await profile.PostAsync("/recall", """{"query":"who had coffee","include_turns":true}""")).Expect(200)
                .Json;
        var turn = Assert.Single(byWords.GetProperty("turns").EnumerateArray());
        Assert.Equal(("keyword", JsonValueKind.Null), (turn.Text("channel"), turn.GetProperty("distance").ValueKind));
        var without = (await profile.PostAsync("/recall", """{"query":"coffee"}""")).Expect(200).Json;
        Assert.Equal(["memories", "txid"], without.Names());
        (await profile.PostAsync("/recall", """{"topic_key":"t","include_turns":true}""")).ExpectError(
            400, "invalid_request");
    }

    [Fact]
    [Trait("Accept", "REC-12")]
    public async Task The_number_of_results_is_clamped()
    {
        var profile = Profile("clamped");
        for (var batch = 0; batch < 3; batch++)
        {
            await profile.IngestAsync([.. Enumerable.Range(batch * 500, 500).Select(number => Event(number, "tea"))]);
        }

        Assert.Equal(1000, (await profile.RecallAsync("""{"query":"tea","k":10000000}""")).Count);
        Assert.Single(await profile.RecallAsync("""{"query":"tea","k":0}"""));
        Assert.Equal(8, (await profile.RecallAsync("""{"query":"tea"}""")).Count);
    }

    [Fact]
    [Trait("Accept", "REC-13")]
    public async Task Types_and_branches_are_checked()
    {
        var profile = Profile("checked");
        await profile.IngestAsync(DarkTheme);

        (await profile.PostAsync("/recall", """{"query":"dark","types":["opinion"]}""")).ExpectError(
            400, "invalid_request");
        Assert.Empty(await profile.RecallAsync("""{"query":"dark","types":[]}"""));
        (await profile.PostAsync("/recall?branch=nope", """{"query":"dark"}""")).ExpectError(404, "branch_not_found");
    }

    [Fact]
    [Trait("Accept", "REC-15")]
    public async Task An_expired_task_is_hidden_by_the_clock_alone()
    {
        var clock = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var node = new TestNode(new() { Clock = clock });
        var profile = new TestProfile(node, "expiry");
        await profile.IngestAsync("""{"type":"task","summary":"water the plants","ttl":10}""");
        Assert.Single(await profile.RecallAsync("""{"query":"plants"}"""));

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(await profile.RecallAsync("""{"query":"plants"}"""));
    }

    [Fact]
    [Trait("Accept", "REC-16")]
    public async Task An_embedding_of_another_dimension_never_fails_the_recall()
    {
        var profile = Profile("dimension");
        await profile.IngestAsync(Event(1, "tea", "\"embedding\":[1,0]"));

        var found = await profile.RecallAsync("""{"query":"tea","embedding":[1,0,0]}""");

        Assert.Equal("keyword", Assert.Single(found).Texts("channels").Single());
        Assert.Empty(await profile.RecallAsync("""{"embedding":[1,0,0]}"""));
    }

    [Fact]
    [Trait("Accept", "REC-22")]
    public async Task Embeddings_of_the_largest_and_the_least_components_can_be_explained_Ranker_score_is_left()
    {
        var profile = Profile("extremes");
        string Embedding(string component) => $"[{string.Join(',', Enumerable.Repeat(component, 16))}]";
        await profile.IngestAsync(
            Event(1, "tea", $"\"embedding\":{Embedding("3e38")}"),
            Event(2, "milk", $"\"embedding\":{Embedding("-1e-30")}"));

        var found = await profile.RecallAsync($$"""{"embedding":{{Embedding("2e38")}},"explain":true}""");

        Assert.Equal(["tea", "milk"], found.Select(memory => memory.Text("summary")));
    }

    [Fact]
    [Trait("Accept", "REC-22")]
    public async Task An_explanation_says_how_a_fused_score_came_about_Ranker_score_is_left()
    {
        var profile = Profile("explain");
        await profile.IngestAsync(DarkTheme);

        var answer = (
            await profile.PostAsync("/recall", """{"query":"dark theme?","topic_key":"user.theme","explain":true}"""))
            .Expect(200).Json;

        var memory = answer.GetProperty("memories")[0];
        var parts = memory.GetProperty("explain").EnumerateObject().ToDictionary(part => part.Name, part => part.Value);
        Assert.Equal(["topic", "keyword"], parts.Keys);
        Assert.Equal(
            memory.GetProperty("score").GetDouble(), parts.Values.Sum(part =>
                part.GetProperty("contribution").GetDouble()), 1e-9);
        Assert.Equal((2.0 / 61) + (1.0 / 61), memory.GetProperty("score").GetDouble(), 1e-12);
        var explanation = answer.GetProperty("explain");
        Assert.Equal(["dark", "theme"], explanation.Texts("tokens"));
        Assert.Equal(40, explanation.GetProperty("fetch").GetInt32());
        Assert.Equal(["topic", "keyword", "vector"], explanation.GetProperty("channels").Names());
        Assert.Equal(
            1, explanation.GetProperty("channels").GetProperty("keyword").GetProperty("candidates").GetInt32());
    }

    [Theory]
    [InlineData("{}", "recall requires at least one of query, embedding, topic_key")]
    [InlineData("""{"topic_key":""}""", "recall requires at least one of query, embedding, topic_key")]
    [InlineData("""{"embedding":[]}""", "empty embedding")]
    [InlineData("""{"query":"x","ranker":"score"}""", "ranker: expected rrf")]
    [InlineData("""{"query":"x","ranker":"other"}""", "ranker: expected rrf")]
    [InlineData("""{"query":"x","as_of":"then"}""", "as_of: expected unix milliseconds or \"now\"")]
    [InlineData("""{"query":"x","metadata":{"a":{"$what":1}}}""", "invalid filter: unknown operator")]
    [InlineData("""{"query":"x","at":true}""", "at: expected a checkpoint name, a txid or a time")]
    public async Task A_request_that_says_nothing_or_something_wrong_is_refused(string body, string error)
    {
        var answer = (await Profile("refused").PostAsync("/recall", body)).ExpectError(400, "invalid_request");
        Assert.Equal(error, answer.Error);
    }

    [Fact]
    public async Task The_head_is_the_only_past_point_so_far()
    {
        var profile = Profile("points");
        await profile.IngestAsync(DarkTheme);
        var txid = int.Parse(Txid(await profile.TryIngestAsync(LightTheme)), CultureInfo.InvariantCulture);

        Assert.Single(await profile.RecallAsync($$"""{"query":"mode","at":{{txid}}}"""));
        Assert.Single(await profile.RecallAsync($$"""{"query":"mode","at":"{{txid}}"}"""));
        Assert.Single(await profile.RecallAsync("""{"query":"mode","at":"2999-01-01T00:00:00Z"}"""));
        Assert.Equal("txid 99 is above head 2", (await At("99")).ExpectError(409, "conflict").Error);
        Assert.Equal("no snapshot at or before txid 1", (await At("1")).ExpectError(409, "conflict").Error);
        (await At("\"2000-01-01T00:00:00Z\"")).ExpectError(409, "conflict");
        Assert.Equal(
            "branch not found: checkpoint v1", (await At("\"v1\"")).ExpectError(404, "branch_not_found").Error);

        Task<TestAnswer> At(string point) => profile.PostAsync("/recall", $$"""{"query":"mode","at":{{point}}}""");
    }

    [Fact]
    public async Task A_point_in_time_shows_what_was_so_then()
    {
        var clock = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var node = new TestNode(new() { Clock = clock });
        var profile = new TestProfile(node, "as-of");
        await profile.IngestAsync(DarkTheme);
        var then = clock.GetUtcNow().ToUnixTimeMilliseconds();
        clock.Advance(TimeSpan.FromMinutes(1));
        await profile.IngestAsync(LightTheme);

        var past = await profile.RecallAsync($$"""{"query":"mode","as_of":{{then}}}""");
        var now = await profile.RecallAsync("""{"query":"mode","as_of":"now"}""");
        var filtered = await profile.RecallAsync("""{"query":"mode","content":{"v":"light"}}""");

        Assert.Equal("Prefers dark mode", Assert.Single(past).Text("summary"));
        Assert.Equal("Prefers light mode", Assert.Single(now).Text("summary"));
        Assert.Equal("Prefers light mode", Assert.Single(filtered).Text("summary"));
    }

    private static string Event(int number, string summary, string? more = null) =>
        $$"""{"type":"event","summary":"{{summary}}","content":{{number}}{{(more is null ? "" : "," + more)}}}""";

    private TestProfile Profile(string name) => new(fixture.Node, name);

    private async Task AddTurnsAsync(string database)
    {
        var services = fixture.Node.Services;
        var name = DatabaseName.Parse(database, null);
        var record = await services.GetRequiredService<DatabaseDirectory>().FindAsync(name, CancellationToken.None)
            ?? throw new InvalidOperationException(database);
        var written = await services.GetRequiredService<StorageEngine>().WriteAsync(
            record, BranchName.Main, Durability.Standard, AddTurns, CancellationToken.None);
        Assert.Null(written.Failure);
    }

    private static bool AddTurns(WriteContext context)
    {
        context.Connection.ExecuteScript("""
            INSERT INTO __memoturn_turns(rowid, session_id, seq, role, text, content_json, embedding, created_at) VALUES
                (1, 's1', 1, 'user', 'we drank tea', '"we drank tea"', x'0000803F00000000', 1),
                (2, 's2', 1, 'user', 'coffee for me', '"coffee for me"', x'000000000000803F', 1);
            INSERT INTO __memoturn_turns_fts(rowid, text) SELECT rowid, text FROM __memoturn_turns;
            """);
        return true;
    }
}
