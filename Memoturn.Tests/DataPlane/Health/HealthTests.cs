namespace Memoturn.Tests.DataPlane.Health;

public sealed class HealthTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/healthz")]
    [Trait("Accept", "OPS-06")]
    public async Task Liveness_is_a_bare_ok(string path)
    {
        var answer = (await fixture.Node.GetAsync(path)).Expect(200);

        Assert.Equal("ok", answer.Text);
        Assert.Equal("text/plain", answer.ContentType);
    }

    [Fact]
    [Trait("Accept", "OPS-06")]
    public async Task Readiness_tells_its_four_checks_and_nothing_else()
    {
        var answer = (await fixture.Node.GetAsync("/readyz")).Expect(200);

        Assert.Equal(
            """{"status":"ready","checks":{"object_store":"ok","coordination":"single_node","lease":"none","draining":false}}""",
            answer.Text);
    }

    [Fact]
    public async Task Metrics_answer_a_loopback_caller()
    {
        await fixture.Node.GetAsync("/v1/whoami");

        var answer = (await fixture.Node.GetAsync("/metrics")).Expect(200);

        Assert.Contains("memoturn_requests_total", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    public async Task Probes_take_no_other_method(string path) =>
        (await fixture.Node.PostAsync(path, null)).ExpectError(405, "method_not_allowed");
}
