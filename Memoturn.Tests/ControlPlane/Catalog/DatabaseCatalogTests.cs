using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;
using Memoturn.Tests.DataPlane;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.ControlPlane.Catalog;

public sealed class DatabaseCatalogTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private TestNode Node => fixture.Node;

    [Fact]
    [Trait("Accept", "OPS-01")]
    public async Task Create_is_201_the_same_name_409_and_the_list_has_both_here_without_the_time()
    {
        var created =
            (await Node.PostAsync(
                "/v1/databases", """{"name":"ops-a","region":"eu-1","durability":"durable"}""")).Expect(201).Json;
        (await Node.PostAsync("/v1/databases", """{"name":"ops-b"}""")).Expect(201);

        Assert.Equal("ops-a", created.GetProperty("name").GetString());
        Assert.Matches("^[0-9a-f]{32}$", created.GetProperty("uuid").GetString());
        Assert.Equal("durable", created.GetProperty("durability").GetString());
        Assert.Equal("eu-1", created.GetProperty("region").GetString());
        var repeated = (await Node.PostAsync("/v1/databases", """{"name":"ops-a"}""")).ExpectError(
            409, "already_exists");
        Assert.Equal("database already exists: ops-a", repeated.Error);
        var list = (await Node.GetAsync("/v1/databases?prefix=ops-")).Expect(200).Json;
        Assert.Equal(["ops-a", "ops-b"], list.GetProperty("databases").EnumerateArray().Select(
            row => row.GetProperty("name").GetString()));
        Assert.Equal("null", list.GetProperty("next_cursor").GetRawText());
        var uuid = created.GetProperty("uuid").GetString()!;
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(Node.DataDirectory, "*", SearchOption.AllDirectories),
            path => path.Contains(uuid, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Accept", "LIM-05")]
    public async Task Duplicate_create_is_409()
    {
        await Node.PostAsync("/v1/databases", """{"name":"twice"}""");

        (await Node.PostAsync("/v1/databases", """{"name":"twice"}""")).ExpectError(409, "already_exists");
    }

    [Theory]
    [InlineData("a--b")]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("a@b")]
    public async Task Invalid_name_is_400(string name) => Assert.Equal(
        "invalid database name",
        (await Node.PostAsync("/v1/databases", $$"""{"name":"{{name}}"}""")).ExpectError(400, "invalid_request").Error);

    [Theory]
    [InlineData("""{"name":"x1","region":"EU"}""", "region")]
    [InlineData("""{"name":"x1","durability":"DURABLE"}""", "durability")]
    [InlineData("""{"name":"x1","ttl":-1}""", "ttl")]
    public async Task Setting_out_of_its_rule_is_400_and_creates_nothing(string body, string member)
    {
        var answer = (await Node.PostAsync("/v1/databases", body)).ExpectError(400, "invalid_request");

        Assert.StartsWith(member, answer.Error, StringComparison.Ordinal);
        (await Node.GetAsync("/v1/databases/x1")).ExpectError(404, "database_not_found");
    }

    [Fact]
    public async Task Encryption_without_a_key_provider_is_503_unconfigured_and_not_to_be_retried()
    {
        var answer = (await Node.PostAsync("/v1/databases", """{"name":"secret","encryption":{"key_ref":"k"}}"""))
            .ExpectError(503, "unconfigured");

        Assert.Null(answer.Header("Retry-After"));
    }

    [Fact]
    public async Task Length_of_a_key_reference_is_in_characters_and_a_long_ttl_ends_at_a_time()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F511", 256));
        (await Node.PostAsync("/v1/databases", $$$"""{"name":"keyed","encryption":{"key_ref":"{{{longest}}}"}}"""))
            .ExpectError(503, "unconfigured");
        (await Node.PostAsync("/v1/databases", $$$"""{"name":"keyed","encryption":{"key_ref":"{{{longest}}}k"}}"""))
            .ExpectError(400, "invalid_request");

        var row = (await Node.PostAsync("/v1/databases", $$"""{"name":"old","ttl":{{long.MaxValue}}}""")).Expect(201);

        Assert.InRange(
            row.Json.GetProperty("ttl_at").GetInt64(), DateTimeOffset.UnixEpoch.AddYears(900).ToUnixTimeMilliseconds(),
            DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Detail_tells_the_state_of_main_without_opening_it()
    {
        (await Node.PostAsync("/v1/databases", """{"name":"detail"}""")).Expect(201);
        var untouched = (await Node.GetAsync("/v1/databases/detail")).Expect(200).Json;
        (await Node.PostAsync("/v1/db/detail/sync", null)).Expect(200);
        var touched = (await Node.GetAsync("/v1/databases/detail")).Expect(200).Json;

        Assert.Equal(("cold", 1, 0L), (
            untouched.GetProperty("temperature").GetString(), untouched.GetProperty("branches").GetInt32(),
            untouched.GetProperty("size_bytes").GetInt64()));
        Assert.Equal("null", untouched.GetProperty("owner").GetRawText());
        Assert.Equal("hot", touched.GetProperty("temperature").GetString());
        Assert.StartsWith("node-", touched.GetProperty("owner").GetString(), StringComparison.Ordinal);
        Assert.True(touched.GetProperty("size_bytes").GetInt64() > 0);
    }

    [Fact]
    public async Task Pages_follow_each_other_by_cursor()
    {
        foreach (var name in new[] { "page-c", "page-a", "page-b" })
        {
            (await Node.PostAsync("/v1/databases", $$"""{"name":"{{name}}"}""")).Expect(201);
        }

        var first = (await Node.GetAsync("/v1/databases?prefix=page-&limit=2")).Expect(200).Json;
        var second =
            (await Node.GetAsync(
                $"/v1/databases?prefix=page-&cursor={first.GetProperty("next_cursor").GetString()}")).Expect(200).Json;

        Assert.Equal(2, first.GetProperty("databases").GetArrayLength());
        Assert.Equal("page-c", second.GetProperty("databases")[0].GetProperty("name").GetString());
        Assert.Equal("null", second.GetProperty("next_cursor").GetRawText());
        Assert.Equal(
            "invalid cursor", (await Node.GetAsync("/v1/databases?cursor=%21")).ExpectError(400, "invalid_request")
                .Error);
    }

    [Fact]
    public async Task Deletion_that_stopped_half_way_is_finished_by_the_next_delete()
    {
        var store = new MemoryObjectStore(TimeProvider.System);
        await using var node = new TestNode(new() { Store = store });
        (await node.PostAsync("/v1/databases", """{"name":"half"}""")).Expect(201);
        (await node.PostAsync("/v1/db/half/sync", null)).Expect(200);
        var names = new NameCatalog(store, TimeProvider.System, new Random(1));
        var record = await names.FindAsync(DatabaseName.Parse("half", null), default);
        await names.MarkDeletingAsync(record!, default);

        (await node.DeleteAsync("/v1/databases/half")).Expect(204);

        Assert.Equal(NameState.Deleted, (await names.FindAsync(record!.Name, default))?.State);
        var main = await new ManifestStore(store).FindAsync(record.Uuid, BranchName.Main, default);
        Assert.Equal(BranchState.Deleted, main?.Manifest.State);
        (await node.DeleteAsync("/v1/databases/half")).ExpectError(404, "database_not_found");
    }

    [Fact]
    public async Task Expired_database_is_gone_and_its_name_makes_a_fresh_one()
    {
        var clock = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var node = new TestNode(new() { Clock = clock });
        var first = (await node.PostAsync("/v1/databases", """{"name":"brief","ttl":60}""")).Expect(201).Json;
        (await node.GetAsync("/v1/databases/brief")).Expect(200);

        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(
            "database not found: brief",
            (await node.GetAsync("/v1/databases/brief")).ExpectError(404, "database_not_found").Error);
        Assert.Equal(
            0, (await node.GetAsync("/v1/databases")).Expect(200).Json.GetProperty("databases").GetArrayLength());
        var second = (await node.PostAsync("/v1/databases", """{"name":"brief"}""")).Expect(201).Json;
        Assert.NotEqual(first.GetProperty("uuid").GetString(), second.GetProperty("uuid").GetString());
    }
}
