namespace Memoturn.Tests.DataPlane.Limits;

public sealed class CorsTests
{
    private const string Allowed = "Access-Control-Allow-Origin";

    [Theory]
    [InlineData("http://console.test", "http://console.test")]
    [InlineData("http://elsewhere.test", null)]
    public async Task Only_configured_origins_get_headers(string origin, string? allowed)
    {
        await using var node = new TestNode(new()
        {
            Settings = new Dictionary<string, string> { ["MEMOTURN_CORS_ORIGINS"] = "http://console.test" },
        });

        Assert.Equal(allowed, (await node.GetAsync("/v1/whoami", ("Origin", origin))).Expect(200).Header(Allowed));
    }

    [Fact]
    public async Task Nobody_gets_headers_where_none_is_configured()
    {
        await using var node = new TestNode();

        Assert.Null((await node.GetAsync("/v1/whoami", ("Origin", "http://console.test"))).Expect(200).Header(Allowed));
    }
}
