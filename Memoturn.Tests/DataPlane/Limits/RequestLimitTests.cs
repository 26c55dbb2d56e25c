using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.DataPlane.Limits;

public sealed class RequestLimitTests
{
    [Fact]
    public async Task Request_that_outlives_its_wall_clock_is_408()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var store = new HeldObjectStore(new MemoryObjectStore(clock));
        await using var node = new TestNode(new() { Clock = clock, Store = store });
        await node.GetAsync("/healthz");
        store.Hold();

        var pending = node.GetAsync("/v1/databases");
        await store.Held.WaitAsync(TestTimeouts.Default);
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(
            "request timed out", (await pending.WaitAsync(TestTimeouts.Default)).ExpectError(408, "request_timeout")
                .Error);
    }

    [Fact]
    public async Task Request_above_the_concurrency_waits_and_probes_do_not()
    {
        var store = new HeldObjectStore(new MemoryObjectStore(TimeProvider.System));
        await using var node = new TestNode(new()
        {
            Store = store,
            Settings = new Dictionary<string, string> { ["MEMOTURN_MAX_CONCURRENCY"] = "1" },
        });
        await node.GetAsync("/healthz");
        store.Hold();
        var first = node.GetAsync("/v1/databases");
        await store.Held.WaitAsync(TestTimeouts.Default);

        var second = node.GetAsync("/v1/whoami");
        (await node.GetAsync("/healthz")).Expect(200);
        Assert.False(second.IsCompleted);
        store.Release();

        (await first.WaitAsync(TestTimeouts.Default)).Expect(200);
        (await second.WaitAsync(TestTimeouts.Default)).Expect(200);
    }

    [Fact]
    public async Task Number_of_headers_is_bounded_by_their_bytes_alone()
    {
        await using var node = new TestNode();
        var headers = Enumerable.Range(0, 2_000).Select(i => ($"h{i}", "v")).ToArray();

        (await node.GetAsync("/v1/whoami", headers)).Expect(200);
        (await node.GetAsync("/v1/whoami", [.. headers, ("long", new string('x', 32_768))]))
            .ExpectError(400, "invalid_request");
    }

    [Fact]
    public async Task Object_store_that_does_not_answer_leaves_the_node_ready_but_degraded()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var store = new HeldObjectStore(new MemoryObjectStore(clock));
        await using var node = new TestNode(new() { Clock = clock, Store = store });
        await node.GetAsync("/healthz");
        store.Hold();

        var pending = node.GetAsync("/readyz");
        await store.Held.WaitAsync(TestTimeouts.Default);
        clock.Advance(TimeSpan.FromSeconds(2));

        var answer = (await pending.WaitAsync(TestTimeouts.Default)).Expect(200).Json;
        Assert.Equal("degraded", answer.GetProperty("status").GetString());
        Assert.Equal("fail", answer.GetProperty("checks").GetProperty("object_store").GetString());
    }
}
