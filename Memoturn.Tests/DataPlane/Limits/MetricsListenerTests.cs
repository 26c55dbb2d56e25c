using System.Net;
using System.Net.Sockets;

namespace Memoturn.Tests.DataPlane.Limits;

public sealed class MetricsListenerTests
{
    [Fact]
    public async Task Listener_of_the_metrics_answers_those_and_liveness_and_has_no_other_route()
    {
        var port = FreePort();
        await using var node = new TestNode(new()
        {
            Port = port,
            Settings = new Dictionary<string, string> { ["MEMOTURN_METRICS_LISTEN"] = $"127.0.0.1:{port}" },
        });

        (await node.GetAsync("/metrics")).Expect(200);
        (await node.GetAsync("/health")).Expect(200);
        (await node.GetAsync("/healthz")).Expect(200);
        foreach (var path in new[] { "/v1/databases", "/readyz", "/v1/whoami", "/openapi/v1.json", "/metrics/x" })
        {
            Assert.Equal("no such route", (await node.GetAsync(path)).ExpectError(404, "not_found").Error);
        }

        (await node.PutAsync("/v1/memory/acme/a", null)).ExpectError(404, "not_found");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
