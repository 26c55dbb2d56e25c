namespace Memoturn.Tests.DataPlane.Databases;

public sealed class BranchAccessTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private const string Txid = "Memoturn-Txid";
    private const string Epoch = "Memoturn-Epoch";
    private const string Durability = "Memoturn-Durability";

    private TestNode Node => fixture.Node;

    [Fact]
    [Trait("Accept", "API-04")]
    public async Task Branch_headers_are_on_what_touched_a_branch_and_on_nothing_else_here_for_sync_and_profile_get()
    {
        await CreateAsync("headers");

        var read = (await Node.GetAsync("/v1/memory/acme/headers")).Expect(200);
        var synced = (await Node.PostAsync("/v1/db/acme--headers/sync", null)).Expect(200);
        var behind = (await Node.GetAsync("/v1/memory/acme/headers", ("Memoturn-Min-Txid", "7"))).ExpectError(
            409, "txid_not_reached");

        Assert.Equal(("0", "0", null), (read.Header(Txid), read.Header(Epoch), read.Header(Durability)));
        Assert.Equal("0", read.Json.GetProperty("head_txid").GetRawText());
        Assert.Equal("""{"txid":0}""", synced.Text);
        Assert.Equal(("0", "durable"), (synced.Header(Txid), synced.Header(Durability)));
        Assert.NotNull(synced.Header(Epoch));
        Assert.Equal("0", behind.Header(Txid));
        Assert.NotNull(behind.Header(Epoch));
        foreach (var target in new[]
        {
            "/v1/databases", "/v1/namespaces", "/v1/memory/acme", "/v1/whoami", "/readyz",
            "/v1/databases/acme--headers",
        })
        {
            var other = (await Node.GetAsync(target)).Expect(200);
            Assert.Equal((null, null), (other.Header(Txid), other.Header(Epoch)));
        }
    }

    [Fact]
    [Trait("Accept", "API-04")]
    public async Task Branch_headers_are_on_every_memory_answer_that_touched_a_branch_without_routes_not_built_yet()
    {
        const string Memories = "/v1/memory/acme/answers/memories";
        var created = (await Node.PostAsync(Memories, """{"memories":[{"type":"fact","summary":"s","content":1}]}"""))
            .Expect(201);
        var id = created.Json.GetProperty("results")[0].GetProperty("id").GetString();

        TestAnswer[] touched =
        [
            created,
            (await Node.GetAsync(Memories)).Expect(200),
            (await Node.GetAsync($"{Memories}/{id}")).Expect(200),
            (await Node.GetAsync($"{Memories}/absent")).ExpectError(404, "not_found"),
            (await Node.GetAsync("/v1/memory/acme/answers/sessions")).Expect(200),
            (await Node.DeleteAsync($"{Memories}/{id}")).Expect(204),
            (await Node.DeleteAsync($"{Memories}/{id}")).ExpectError(404, "not_found"),
            (await Node.GetAsync("/v1/memory/acme/unknown/memories")).Expect(200),
        ];

        Assert.All(touched, answer => Assert.Matches("^[0-9]+$", answer.Header(Txid)));
        Assert.All(touched, answer => Assert.Matches("^[0-9]+$", answer.Header(Epoch)));
        Assert.Equal(("1", "standard"), (created.Header(Txid), created.Header(Durability)));
        Assert.Equal(("2", "standard"), (touched[5].Header(Txid), touched[5].Header(Durability)));
        Assert.Equal(("2", null), (touched[6].Header(Txid), touched[6].Header(Durability)));
        Assert.Equal(("0", "0"), (touched[7].Header(Txid), touched[7].Header(Epoch)));
    }

    [Fact]
    public async Task Unknown_database_is_404_whichever_way_it_is_named()
    {
        Assert.Equal(
            "database not found: acme--nobody",
            (await Node.GetAsync("/v1/memory/acme/nobody")).ExpectError(404, "database_not_found").Error);
        Assert.Equal(
            "database not found: nobody",
            (await Node.PostAsync("/v1/db/nobody/sync", null)).ExpectError(404, "database_not_found").Error);
    }

    [Theory]
    [InlineData("/v1/db/acme--selectors@fork/sync", null, null)]
    [InlineData("/v1/db/acme--selectors/sync?branch=fork", null, null)]
    [InlineData("/v1/db/acme--selectors/sync", "fork", null)]
    [InlineData("/v1/db/acme--selectors@fork/sync?branch=fork", "fork", null)]
    [InlineData("/v1/db/acme--selectors%40fork/sync", null, null)]
    public async Task Branch_is_selected_by_path_query_and_header(string target, string? header, string? none)
    {
        await CreateAsync("selectors");

        var answer = await Node.PostAsync(target, none, header is null ? [] : [("Memoturn-Branch", header)]);

        Assert.Equal("branch not found: fork", answer.ExpectError(404, "branch_not_found").Error);
    }

    [Theory]
    [InlineData("/v1/db/acme--conflicts@fork/sync?branch=main", null)]
    [InlineData("/v1/db/acme--conflicts@fork/sync", "main")]
    [InlineData("/v1/db/acme--conflicts/sync?branch=fork", "main")]
    [InlineData("/v1/db/acme--conflicts/sync?branch=fork&branch=main", null)]
    public async Task Selectors_that_differ_are_400(string target, string? header)
    {
        await CreateAsync("conflicts");

        var answer = await Node.PostAsync(target, null, header is null ? [] : [("Memoturn-Branch", header)]);

        Assert.Equal("conflicting branch selectors", answer.ExpectError(400, "invalid_request").Error);
    }

    [Theory]
    [InlineData("/v1/db/acme--a@/sync", "invalid branch name")]
    [InlineData("/v1/db/a%2Fb/sync", "invalid database name")]
    [InlineData("/v1/db/a%252Fb/sync", "invalid database name")]
    [InlineData("/v1/db/a%20b/sync", "invalid database name")]
    [InlineData("/v1/db/a+b/sync", "invalid database name")]
    [InlineData("/v1/db/%FF/sync", "path is not valid UTF-8")]
    public async Task Invalid_name_in_the_path_is_400(string target, string text) =>
        Assert.Equal(text, (await Node.PostAsync(target, null)).ExpectError(400, "invalid_request").Error);

    [Theory]
    [InlineData("Acme")]
    [InlineData("has--dashes")]
    [InlineData("sp%20ace")]
    [Trait("Accept", "MEM-19")]
    public async Task Invalid_namespace_or_profile_is_400_here_without_types_topics_and_recall(string name)
    {
        const string Text = "invalid namespace or profile name";
        Assert.Equal(
            Text, (await Node.GetAsync($"/v1/memory/{name}/profile")).ExpectError(400, "invalid_request").Error);
        Assert.Equal(
            Text, (await Node.PutAsync($"/v1/memory/acme/{name}", "{}")).ExpectError(400, "invalid_request").Error);
        Assert.Equal(
            "invalid namespace", (await Node.GetAsync($"/v1/memory/{name}")).ExpectError(400, "invalid_request").Error);
    }

    [Theory]
    [InlineData("/v1/memory/acme/..")]
    [InlineData("/v1/memory/./acme/profile")]
    [InlineData("/v1/memory/acme/%2e%2e/acme")]
    public async Task Dot_segment_is_no_name(string target) =>
        Assert.Contains((await Node.GetAsync(target)).Status, new[] { 400, 404 });

    [Theory]
    [InlineData("Memoturn-Min-Txid", "-1")]
    [InlineData("Memoturn-Min-Txid", "1.0")]
    [InlineData("Memoturn-Min-Txid", "")]
    [InlineData("Memoturn-Consistency", "Primary")]
    [InlineData("Memoturn-Consistency", "")]
    public async Task Read_header_that_is_not_understood_is_400(string name, string value)
    {
        await CreateAsync("floors");

        var answer = (await Node.GetAsync("/v1/memory/acme/floors", (name, value))).ExpectError(400, "invalid_request");

        Assert.StartsWith(name, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durability_is_read_whatever_its_case_and_refused_when_unknown()
    {
        await CreateAsync("levels");

        (await Node.PostAsync("/v1/db/acme--levels/sync", null, (Durability, "DURABLE"))).Expect(200);
        (await Node.PostAsync("/v1/db/acme--levels/sync", null, (Durability, "eternal"))).ExpectError(
            400, "invalid_request");
        (await Node.PostAsync("/v1/db/acme--levels/sync", null, (Durability, ""))).ExpectError(
            400, "invalid_request");
    }

    [Fact]
    public async Task Deleted_database_is_404_at_once_and_its_name_makes_a_fresh_one()
    {
        var first = (await Node.PostAsync("/v1/databases", """{"name":"gone"}""")).Expect(201).Json.GetProperty("uuid")
            .GetString();
        (await Node.PostAsync("/v1/db/gone/sync", null)).Expect(200);

        (await Node.DeleteAsync("/v1/databases/gone")).Expect(204);

        (await Node.PostAsync("/v1/db/gone/sync", null)).ExpectError(404, "database_not_found");
        (await Node.DeleteAsync("/v1/databases/gone")).ExpectError(404, "database_not_found");
        var second = (await Node.PostAsync("/v1/databases", """{"name":"gone"}""")).Expect(201).Json.GetProperty("uuid")
            .GetString();
        Assert.NotEqual(first, second);
        (await Node.PostAsync("/v1/db/gone/sync", null)).Expect(200);
    }

    private Task<TestAnswer> CreateAsync(string profile) => Node.PutAsync($"/v1/memory/acme/{profile}", null);
}
