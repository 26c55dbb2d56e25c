using Memoturn.Storage.ObjectStores;
using Memoturn.Tests.DataPlane;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.ControlPlane.Catalog;

public sealed class NamespaceAndProfileTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private TestNode Node => fixture.Node;

    [Fact]
    public async Task Namespace_is_put_read_and_replaced()
    {
        var created =
            (await Node.PutAsync(
                "/v1/namespaces/team", """{"description":"ours","labels":{"b":"2","a":"1"}}""")).Expect(201).Json;
        var replaced =
            (await Node.PutAsync(
                "/v1/namespaces/team", """{"defaults":{"durability":"durable","region":"eu"}}""")).Expect(200).Json;
        var read = (await Node.GetAsync("/v1/namespaces/team")).Expect(200);

        Assert.Equal("ours", created.GetProperty("description").GetString());
        Assert.Equal("null", replaced.GetProperty("description").GetRawText());
        Assert.Equal("{}", replaced.GetProperty("labels").GetRawText());
        Assert.Equal(
            """{"ttl":null,"durability":"durable","region":"eu"}""", read.Json.GetProperty("defaults").GetRawText());
        Assert.Equal(0, read.Json.GetProperty("policy_revision").GetInt32());
    }

    [Fact]
    public async Task Unknown_namespace_is_404_and_has_an_empty_profile_list()
    {
        Assert.Equal(
            "namespace not found: void", (await Node.GetAsync("/v1/namespaces/void")).ExpectError(404, "not_found")
                .Error);
        Assert.Equal(
            """{"namespace":"void","profiles":[],"next_cursor":null}""",
            (await Node.GetAsync("/v1/memory/void")).Expect(200).Text);
    }

    [Theory]
    [InlineData("""{"defaults":{"region":"EU"}}""", "defaults.region")]
    [InlineData("""{"defaults":{"ttl":-1}}""", "defaults.ttl")]
    [InlineData("""{"labels":{"a":1}}""", "labels.a: expected string")]
    public async Task Wrong_member_of_a_namespace_is_400(string body, string text) =>
        Assert.StartsWith(
            text, (await Node.PutAsync("/v1/namespaces/wrong", body)).ExpectError(400, "invalid_request")
                .Error, StringComparison.Ordinal);

    [Fact]
    public async Task Profile_takes_the_defaults_of_its_namespace_and_appears_in_it()
    {
        (await Node.PutAsync("/v1/namespaces/home", """{"defaults":{"durability":"durable","region":"eu"}}"""))
            .Expect(201);

        var made = (await Node.PutAsync("/v1/memory/home/cat", null)).Expect(201).Json;

        Assert.Equal("home--cat", made.GetProperty("database").GetString());
        Assert.Equal("durable", made.GetProperty("durability").GetString());
        Assert.Equal("eu", made.GetProperty("region").GetString());
        Assert.Equal(
            1, (await Node.GetAsync("/v1/namespaces/home")).Expect(200).Json.GetProperty("profiles").GetInt32());
    }

    [Fact]
    public async Task Put_of_a_profile_changes_only_what_it_gives()
    {
        var clock = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var node = new TestNode(new() { Clock = clock });
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        (await node.PutAsync("/v1/memory/acme/kept", """{"ttl":60,"region":"eu"}""")).Expect(201);

        var durable = (await node.PutAsync("/v1/memory/acme/kept", """{"durability":"durable"}""")).Expect(200).Json;
        var endless = (await node.PutAsync("/v1/memory/acme/kept", """{"ttl":null}""")).Expect(200).Json;

        Assert.Equal(now + 60_000, durable.GetProperty("ttl_at").GetInt64());
        Assert.Equal("eu", durable.GetProperty("region").GetString());
        Assert.Equal("null", endless.GetProperty("ttl_at").GetRawText());
        Assert.Equal("durable", endless.GetProperty("durability").GetString());
    }

    [Fact]
    public async Task Description_is_bounded_in_characters()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F511", 1024));

        (await Node.PutAsync("/v1/namespaces/told", $$"""{"description":"{{longest}}"}""")).Expect(201);
        (await Node.PutAsync("/v1/namespaces/told", $$"""{"description":"{{longest}}."}"""))
            .ExpectError(400, "invalid_request");
    }

    [Theory]
    [InlineData("?branch=a%20b", null, "invalid branch name")]
    [InlineData("?branch=", null, "invalid branch name")]
    [InlineData("?branch=a", "b", "conflicting branch selectors")]
    public async Task Selector_is_validated_where_the_whole_database_is_concerned(
        string query, string? header, string text)
    {
        (string, string)[] headers = header is null ? [] : [("Memoturn-Branch", header)];

        var list = await Node.GetAsync($"/v1/memory/acme{query}", headers);
        var put = await Node.PutAsync($"/v1/memory/acme/selected{query}", "{}", headers);

        Assert.Equal(text, list.ExpectError(400, "invalid_request").Error);
        Assert.Equal(text, put.ExpectError(400, "invalid_request").Error);
        (await Node.GetAsync("/v1/memory/acme/selected")).Expect(404);
        (await Node.GetAsync("/v1/memory/acme?branch=b")).Expect(200);
    }

    [Fact]
    public async Task Other_encryption_of_a_profile_is_409_and_of_a_new_one_needs_a_key_provider()
    {
        const string keyed = """{"encryption":{"key_ref":"k"}}""";
        (await Node.PutAsync("/v1/memory/acme/plain", null)).Expect(201);

        (await Node.PutAsync("/v1/memory/acme/plain", keyed)).ExpectError(409, "conflict");
        (await Node.PutAsync("/v1/memory/acme/keyed", keyed)).ExpectError(503, "unconfigured");
    }

    [Fact]
    public async Task Put_that_lost_the_race_to_make_the_profile_is_applied_to_it()
    {
        var store = new OvertakenObjectStore(new MemoryObjectStore(TimeProvider.System), "acme--raced");
        await using var node = new TestNode(new() { Store = store });

        var put = (await node.PutAsync("/v1/memory/acme/raced", """{"region":"eu"}""")).Expect(200).Json;

        Assert.Equal(store.Winner?.Uuid.ToString(), put.GetProperty("uuid").GetString());
        Assert.Equal("eu", put.GetProperty("region").GetString());
    }

    [Fact]
    public async Task Body_without_length_and_bytes_counts_as_none()
    {
        using var content = new StreamContent(new MemoryStream());
        content.Headers.ContentLength = null;
        var target = new Uri("/v1/memory/acme/chunked", UriKind.Relative);
        using var request = new HttpRequestMessage(HttpMethod.Put, target);
        request.Content = content;
        request.Headers.TransferEncodingChunked = true;

        using var response = await Node.Client.SendAsync(request);

        (await TestAnswer.ReadAsync(response)).Expect(201);
    }

    [Fact]
    public async Task Put_of_a_deleted_profile_makes_a_fresh_one()
    {
        var old = (await Node.PutAsync("/v1/memory/acme/reborn", """{"region":"eu"}""")).Expect(201).Json;
        (await Node.DeleteAsync("/v1/databases/acme--reborn")).Expect(204);

        var fresh = (await Node.PutAsync("/v1/memory/acme/reborn", "{}")).Expect(201).Json;

        Assert.NotEqual(old.GetProperty("uuid").GetString(), fresh.GetProperty("uuid").GetString());
        Assert.Equal("null", fresh.GetProperty("region").GetRawText());
        (await Node.GetAsync("/v1/memory/acme/reborn")).Expect(200);
    }

    [Fact]
    public async Task Put_of_an_expired_profile_makes_a_fresh_one()
    {
        var clock = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var node = new TestNode(new() { Clock = clock });
        var old = (await node.PutAsync("/v1/memory/acme/brief", """{"ttl":60}""")).Expect(201).Json;
        clock.Advance(TimeSpan.FromSeconds(60));

        var fresh = (await node.PutAsync("/v1/memory/acme/brief", """{"ttl":null}""")).Expect(201).Json;

        Assert.NotEqual(old.GetProperty("uuid").GetString(), fresh.GetProperty("uuid").GetString());
        Assert.Equal("null", fresh.GetProperty("ttl_at").GetRawText());
    }

    [Fact]
    public async Task Put_that_ends_a_profile_at_once_is_answered_with_its_end()
    {
        (await Node.PutAsync("/v1/memory/acme/ended", null)).Expect(201);

        (await Node.PutAsync("/v1/memory/acme/ended", """{"ttl":0}""")).Expect(200);

        (await Node.GetAsync("/v1/memory/acme/ended")).ExpectError(404, "database_not_found");
    }

    [Fact]
    [Trait("Accept", "MEM-33")]
    public async Task Profile_list_is_whole_without_limit_and_cursor_and_clamps_a_limit_here_without_the_session_list()
    {
        foreach (var i in Enumerable.Range(0, 120))
        {
            (await Node.PutAsync($"/v1/memory/crowd/p{i:000}", null)).Expect(201);
        }

        var whole = (await Node.GetAsync("/v1/memory/crowd")).Expect(200).Json;
        var clamped = (await Node.GetAsync("/v1/memory/crowd?limit=0")).Expect(200).Json;
        var next =
            (await Node.GetAsync(
                $"/v1/memory/crowd?cursor={clamped.GetProperty("next_cursor").GetString()}")).Expect(200).Json;

        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"p{i:000}"), Names(whole));
        Assert.Equal(["p000"], Names(clamped));
        Assert.Equal(100, Names(next).Count());
        (await Node.GetAsync("/v1/memory/crowd?limit=99999999999999999999")).Expect(200);
    }

    private static IEnumerable<string?> Names(System.Text.Json.JsonElement list) =>
        list.GetProperty("profiles").EnumerateArray().Select(row => row.GetProperty("profile").GetString());
}
