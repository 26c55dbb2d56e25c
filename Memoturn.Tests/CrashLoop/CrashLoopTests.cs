using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Memoturn.DataPlane;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.ObjectStores;
using Memoturn.Tests.Storage.Databases;
using Xunit.Abstractions;

namespace Memoturn.Tests.CrashLoop;

/// <summary>Real processes, real files, SIGKILL at any moment under concurrent ingest.</summary>
[Trait("Category", "CrashLoop")]
public sealed class CrashLoopTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Cycles = 50;
    private const int Clients = 8;
    private const int Samples = 12;

    private readonly string _directory = Directory.CreateTempSubdirectory("memoturn-crash-").FullName;

    private NodeProcess? _node;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    [Trait("Accept", "DUR-27")]
    public async Task Fifty_kills_under_eight_clients_lose_nothing_that_was_acknowledged_and_leave_nothing_half_there()
    {
        var seed = Environment.ProcessId;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var all = new List<(string Profile, IngestedMemory Memory)>();
        var node = await StartAsync(_directory);
        for (var cycle = 0; cycle < Cycles; cycle++)
        {
            var clients = Enumerable.Range(0, Clients).Select(number => new IngestClient(number, (seed * 1000) + cycle)).ToArray();
            using var stop = new CancellationTokenSource();
            var running = clients.Select(client => client.RunAsync(node.Client, stop.Token)).ToArray();
            await Task.Delay(random.Next(20, 400));
            await node.KillAsync();
            await Task.WhenAll(running).WaitAsync(TestTimeouts.Default);
            await node.DisposeAsync();

            node = await StartAsync(_directory);
            foreach (var client in clients)
            {
                all.AddRange(client.Acknowledged.Select(memory => (client.Profile, memory)));
                await CheckUnknownAsync(node, client);
            }

            await CheckSampleAsync(node, all, random);
        }

        await CheckAllAsync(node, all);
        Assert.Equal(0, await node.TerminateAsync());
        await CheckIntegrityAsync();
        output.WriteLine($"{Cycles} kills, {all.Count} acknowledged memories");
    }

    [Fact]
    [Trait("Accept", "DUR-27")]
    public async Task Losing_the_disk_of_the_log_loses_only_a_contiguous_tail_younger_than_a_second()
    {
        var data = Path.Combine(_directory, "node");
        var bucket = Path.Combine(_directory, "bucket");
        Directory.CreateDirectory(data);
        var settings = ("MEMOTURN_OBJECT_STORE", $"file://{bucket}");
        var node = await StartAsync(data, settings);
        var times = new List<(string Id, DateTimeOffset At)>();
        var client = new IngestClient(0, 1);
        using (var stop = new CancellationTokenSource())
        {
            var running = client.RunAsync(node.Client, stop.Token);
            while (times.Count == 0 || times[^1].At - times[0].At < TimeSpan.FromSeconds(2.5))
            {
                await Task.Delay(TestTimeouts.PollInterval);
                foreach (var memory in client.Acknowledged.ToArray().Skip(times.Count))
                {
                    times.Add((memory.Id, DateTimeOffset.UtcNow));
                }
            }

            await node.KillAsync();
            await running.WaitAsync(TestTimeouts.Default);
        }

        await node.DisposeAsync();
        Directory.Delete(data, recursive: true);
        Directory.CreateDirectory(data);
        node = await StartAsync(data, settings);
        var found = new List<bool>();
        foreach (var (id, _) in times)
        {
            using var answer = await node.Client.GetAsync($"{client.Profile}/memories/{id}");
            found.Add(answer.IsSuccessStatusCode);
        }

        var kept = found.TakeWhile(isFound => isFound).Count();
        Assert.DoesNotContain(true, found.Skip(kept));
        Assert.True(kept > 0, "everything was lost");
        Assert.True(
            kept == times.Count || times[^1].At - times[kept].At < TimeSpan.FromSeconds(1),
            $"lost from {times[kept < times.Count ? kept : ^1].At:O} to {times[^1].At:O}");
    }

    private async Task<NodeProcess> StartAsync(string data, params (string Name, string Value)[] settings) =>
        _node = await NodeProcess.StartAsync(data, settings);

    private static async Task CheckUnknownAsync(NodeProcess node, IngestClient client)
    {
        foreach (var batch in client.Unknown)
        {
            var found = 0;
            foreach (var memory in batch)
            {
                using var answer = await node.Client.GetAsync($"{client.Profile}/memories/{memory.Id}");
                found += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            }

            Assert.True(found == 0 || found == batch.Count, $"{found} of {batch.Count} memories of one request are there");
        }
    }

    private static async Task CheckSampleAsync(NodeProcess node, List<(string Profile, IngestedMemory Memory)> all, Random random)
    {
        for (var i = 0; i < Samples && all.Count > 0; i++)
        {
            // The newest are the likeliest to be lost.
            var (profile, memory) = all[i % 2 == 0 ? all.Count - 1 - random.Next(Math.Min(50, all.Count)) : random.Next(all.Count)];
            await CheckRecallAsync(node, profile, memory.Id, new { query = memory.Word, k = 1 }, "keyword");
            await CheckRecallAsync(node, profile, memory.Id, new { embedding = memory.Embedding, k = 1 }, "vector");
        }
    }

    private static async Task CheckRecallAsync(NodeProcess node, string profile, string id, object request, string channel)
    {
        using var answer = await node.Client.PostAsJsonAsync($"{profile}/recall", request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        using var document = JsonDocument.Parse(body);
        var memories = document.RootElement.GetProperty("memories");
        Assert.True(memories.GetArrayLength() == 1, $"{channel} recall of acknowledged {id} found nothing: {node.Output}");
        Assert.Equal(id, memories[0].GetProperty("id").GetString());
    }

    // Every acknowledged memory, by the list of its profile.
    private static async Task CheckAllAsync(NodeProcess node, List<(string Profile, IngestedMemory Memory)> all)
    {
        foreach (var profile in all.GroupBy(entry => entry.Profile))
        {
            var listed = new HashSet<string>(StringComparer.Ordinal);
            string? cursor = null;
            do
            {
                using var document = await node.Client.GetFromJsonAsync<JsonDocument>(
                    $"{profile.Key}/memories?limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}");
                Assert.NotNull(document);
                listed.UnionWith(document.RootElement.GetProperty("memories").EnumerateArray().Select(memory => memory.GetProperty("id").GetString() ?? ""));
                cursor = document.RootElement.GetProperty("next_cursor").GetString();
            }
            while (cursor is not null);

            Assert.Empty(profile.Select(entry => entry.Memory.Id).Except(listed, StringComparer.Ordinal));
        }
    }

    // From the bucket alone, as a node with an empty disk sees it.
    private async Task CheckIntegrityAsync()
    {
        var store = new DirectoryObjectStore(Path.Combine(_directory, "objects"), TimeProvider.System, new SecureRandom());
        await using var cluster = new EngineCluster(store);
        var engine = await cluster.StartAsync(node: "auditor");
        var names = await engine.Names.ListAsync("crash--", null, 100, CancellationToken.None);
        Assert.Equal(3, names.Records.Length);
        foreach (NameRecord record in names.Records)
        {
            Assert.Equal("ok", await NotesTable.CheckIntegrityAsync(engine, record));
        }
    }
}
