using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Http;

/// <summary>A node as its clients see it: closed loops over real sockets.</summary>
internal static class HttpBenchmarks
{
    private const string Url = "url";
    private const string Clients = "clients";
    private const string Seconds = "seconds";
    private const string Memories = "memories";

    private const int DefaultClients = 8;
    private const int DefaultSeconds = 5;
    private const int DefaultMemories = 10_000;
    private const int MemoriesPerIngest = 500;

    public static readonly BenchmarkCommand Command = new(
        "http",
        "a node through its HTTP interface",
        [
            new(Url, "URL", "a running node; default: one in a process of its own on the directory store"),
            new(Clients, "N", $"clients of a loop, default {DefaultClients}"),
            new(Seconds, "N", $"measured seconds of a loop, default {DefaultSeconds}"),
            new(Memories, "N", $"memories of the profile that is recalled from, default {DefaultMemories}"),
        ],
        [
            new("ingest-one-profile", (run, token) => WithNodeAsync(run, IngestOneProfileAsync, token)),
            new("ingest-many-profiles", (run, token) => WithNodeAsync(run, IngestManyProfilesAsync, token)),
            new("ingest-durable", (run, token) => WithNodeAsync(run, IngestDurableAsync, token)),
            new("recall", (run, token) => WithNodeAsync(run, RecallAsync, token)),
            new("get", (run, token) => WithNodeAsync(run, GetAsync, token)),
        ]);

    private static async Task WithNodeAsync(
        BenchmarkRun run, Func<BenchmarkRun, MemoryClient, CancellationToken, Task> scenario, CancellationToken token)
    {
        if (run.Arguments.Find(Url) is { } url)
        {
            using var known = new HttpClient { BaseAddress = new Uri(url) };
            await scenario(run, new MemoryClient(known), token);
            return;
        }

        await using var node = await NodeProcess.StartAsync(token);
        using var client = new HttpClient { BaseAddress = node.Address };
        await scenario(run, new MemoryClient(client), token);
    }

    private static async Task IngestOneProfileAsync(BenchmarkRun run, MemoryClient client, CancellationToken token)
    {
        var profile = NewProfile(run, "one");
        var result = await Loop(run).RunAsync(
            (number, sequence, stop) => client.IngestAsync(profile, false, stop, MemoryClient.Event(number, sequence)),
            token);
        Report(run, "ingest, one profile", result, BenchmarkGoal.AtMost(10));
    }

    private static async Task IngestManyProfilesAsync(BenchmarkRun run, MemoryClient client, CancellationToken token)
    {
        var prefix = NewProfile(run, "many");
        var result = await Loop(run).RunAsync(
            (number, sequence, stop) =>
                client.IngestAsync($"{prefix}-{number}", false, stop, MemoryClient.Event(number, sequence)),
            token);
        Report(run, "ingest, a profile for each client", result, BenchmarkGoal.AtMost(10));
    }

    private static async Task IngestDurableAsync(BenchmarkRun run, MemoryClient client, CancellationToken token)
    {
        var profile = NewProfile(run, "durable");
        var result = await Loop(run).RunAsync(
            (number, sequence, stop) => client.IngestAsync(profile, true, stop, MemoryClient.Event(number, sequence)),
            token);
        Report(run, "durable ingest, one profile", result);
    }

    private static async Task RecallAsync(BenchmarkRun run, MemoryClient client, CancellationToken token)
    {
        var profile = NewProfile(run, "recall");
        var count = run.Arguments.GetCount(Memories, run.IsQuick ? MemoriesPerIngest : DefaultMemories);
        for (var sequence = 0; sequence < count; sequence += MemoriesPerIngest)
        {
            var items = Enumerable.Range(sequence, Math.Min(MemoriesPerIngest, count - sequence));
            await client.IngestAsync(
                profile, false, token, [.. items.Select(item => MemoryClient.Event(item % 50, item))]);
        }

        var result = await Loop(run).RunAsync(
            (number, sequence, stop) => client.RecallAsync(profile, MemoryClient.Query(number, sequence), stop), token);
        Report(run, $"recall over {count} memories", result, BenchmarkGoal.AtMost(25));
    }

    private static async Task GetAsync(BenchmarkRun run, MemoryClient client, CancellationToken token)
    {
        var profile = NewProfile(run, "get");
        var ids = await client.IngestAsync(profile, false, token, MemoryClient.Event(0, 0));
        var path = $"/v1/memory/bench/{profile}/memories/{ids[0]}";

        var bare = await Loop(run).RunAsync((_, _, stop) => client.GetAsync("/healthz", stop), token);
        var get = await Loop(run).RunAsync((_, _, stop) => client.GetAsync(path, stop), token);
        run.Add(new("get one memory beside /healthz, p50", "ms", get.Milliseconds(0.5), bare.Milliseconds(0.5)));
        Report(run, "get one memory", get);
    }

    private static void Report(BenchmarkRun run, string name, ClosedLoopResult result, BenchmarkGoal? goal = null)
    {
        run.Add(new($"{name}, p50", "ms", result.Milliseconds(0.5), Goal: goal));
        run.Add(new($"{name}, p95", "ms", result.Milliseconds(0.95)));
        run.Add(new($"{name}, p99", "ms", result.Milliseconds(0.99)));
        run.Add(new($"{name}, {Loop(run).ClientCount} clients", "req/s", result.PerSecond));
    }

    private static ClosedLoop Loop(BenchmarkRun run) => new(
        run.Arguments.GetCount(Clients, DefaultClients),
        TimeSpan.FromSeconds(run.Arguments.GetCount(Seconds, run.IsQuick ? 1 : DefaultSeconds)));

    // A node that is measured twice must not meet the profile of the first time.
    private static string NewProfile(BenchmarkRun run, string name) =>
        run.Arguments.Has(Url) ? $"{name}-{Guid.NewGuid():n}" : name;
}
