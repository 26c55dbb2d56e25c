using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Memoturn.Benchmarks.Http;
using Memoturn.DataPlane;
using Memoturn.Storage.ObjectStores;
using Memoturn.Tests.Storage.Databases;
using Xunit.Abstractions;

namespace Memoturn.Tests.CrashLoop;

/// <summary>Real processes, real files, SIGKILL at any moment under concurrent ingest. Every seed is printed.</summary>
[Trait("Category", "CrashLoop")]
public sealed class CrashLoopTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int KeptDiskCycles = 50;
    private const int LostDiskCycles = 5;
    private const int Clients = 8;
    private const int Samples = 12;
    private const int LongestLifeMs = 400;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("memoturn-crash-");
    private readonly List<(string Profile, IngestedMemory Memory)> _acknowledged = [];
    private readonly Random _random = new(Environment.ProcessId);
    private NodeProcess? _node;
    private HttpClient _client = new();

    public async Task InitializeAsync()
    {
        output.WriteLine($"seed {Environment.ProcessId}");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    [Trait("Accept", "DUR-27")]
    public async Task Fifty_kills_under_eight_clients_lose_nothing_acknowledged_and_leave_nothing_half_there()
    {
        for (var cycle = 0; cycle < KeptDiskCycles; cycle++)
        {
            var clients = await LiveAndDieAsync(cycle, isDurable: false);
            await StartAsync();
            foreach (var batch in clients.SelectMany(client => client.Unknown.Select(batch => (client.Profile, batch))))
            {
                await CheckWholeAsync(batch.Profile, batch.batch);
            }

            await CheckSampleAsync();
        }

        await CheckAllAsync();
        await StopAsync();
        await CheckIntegrityAsync();
        output.WriteLine($"{KeptDiskCycles} kills, {_acknowledged.Count} acknowledged memories");
    }

    [Fact]
    [Trait("Accept", "DUR-08")]
    public async Task Nothing_acknowledged_as_durable_is_lost_with_process_and_disk_by_ingest_other_routes_are_left()
    {
        for (var cycle = 0; cycle < LostDiskCycles; cycle++)
        {
            await LiveAndDieAsync(cycle, isDurable: true);
            WipeAllButObjects();
            await StartAsync();
            await CheckAllAsync();
        }
    }

    [Fact]
    [Trait("Accept", "DUR-27")]
    public async Task Losing_the_disk_of_the_log_loses_only_a_contiguous_tail_younger_than_a_second()
    {
        var client = new IngestClient(0, 1);
        var seen = new List<DateTimeOffset>();
        using var stop = new CancellationTokenSource();
        var running = client.RunAsync(Node.Address, stop.Token);
        while (seen.Count == 0 || seen[^1] - seen[0] < TimeSpan.FromSeconds(2.5))
        {
            await Task.Delay(TestTimeouts.PollInterval);
            seen.AddRange(Enumerable.Repeat(DateTimeOffset.UtcNow, client.Acknowledged.Count - seen.Count));
        }

        await Node.KillAsync(CancellationToken.None);
        await running.WaitAsync(TestTimeouts.Default);
        await StopAsync();
        WipeAllButObjects();
        await StartAsync();
        var found = new List<bool>();
        foreach (var memory in client.Acknowledged.Take(seen.Count))
        {
            found.Add(await IsThereAsync(client.Profile, memory.Id));
        }

        var kept = found.TakeWhile(isFound => isFound).Count();
        Assert.DoesNotContain(true, found.Skip(kept));
        Assert.True(kept > 0, "everything was lost");
        Assert.True(
            kept == seen.Count || seen[^1] - seen[kept] < TimeSpan.FromSeconds(1),
            $"lost what was acknowledged from {seen[Math.Min(kept, seen.Count - 1)]:O} to {seen[^1]:O}");
    }

    private NodeProcess Node => _node ?? throw new InvalidOperationException("no node runs");

    private async Task StartAsync()
    {
        _node = await NodeProcess.StartAsync(_data, CancellationToken.None);
        _client.Dispose();
        _client = new() { BaseAddress = _node.Address, Timeout = TestTimeouts.Default };
    }

    private async Task StopAsync()
    {
        if (_node is { } node)
        {
            _node = null;
            await node.DisposeAsync();
        }
    }

    private async Task<IngestClient[]> LiveAndDieAsync(int cycle, bool isDurable)
    {
        var clients = Enumerable.Range(0, Clients)
            .Select(number => new IngestClient(number, (Environment.ProcessId * 1000) + cycle, isDurable)).ToArray();
        var address = Node.Address;
        using var stop = new CancellationTokenSource();
        var running = clients.Select(client => client.RunAsync(address, stop.Token)).ToArray();
        await Task.Delay(_random.Next(20, LongestLifeMs));
        await Node.KillAsync(CancellationToken.None);
        await Task.WhenAll(running).WaitAsync(TestTimeouts.Default);
        await StopAsync();
        foreach (var client in clients)
        {
            _acknowledged.AddRange(client.Acknowledged.Select(memory => (client.Profile, memory)));
        }

        return clients;
    }

    private async Task CheckWholeAsync(string profile, IReadOnlyList<IngestedMemory> batch)
    {
        var found = 0;
        foreach (var memory in batch)
        {
            found += await IsThereAsync(profile, memory.Id) ? 1 : 0;
        }

        Assert.True(found == 0 || found == batch.Count, $"{found} of {batch.Count} memories of one request are there");
    }

    private async Task<bool> IsThereAsync(string profile, string id)
    {
        using var answer = await _client.GetAsync($"{profile}/memories/{id}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, body);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    // The newest are the likeliest to be lost: half of the sample is taken from the last fifty.
    private async Task CheckSampleAsync()
    {
        for (var i = 0; i < Samples && _acknowledged.Count > 0; i++)
        {
            var newest = _acknowledged.Count - 1 - _random.Next(Math.Min(50, _acknowledged.Count));
            var (profile, memory) = _acknowledged[i % 2 == 0 ? newest : _random.Next(_acknowledged.Count)];
            await CheckRecallAsync(profile, memory.Id, new { query = memory.Word, k = 1 });
            await CheckRecallAsync(profile, memory.Id, new { embedding = memory.Embedding, k = 1 });
        }
    }

    private async Task CheckRecallAsync(string profile, string id, object request)
    {
        using var answer = await _client.PostAsJsonAsync($"{profile}/recall", request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        var memories = JsonElement.Parse(body).GetProperty("memories");
        Assert.True(memories.GetArrayLength() == 1, $"recall of the acknowledged {id} found nothing");
        Assert.Equal(id, memories[0].GetProperty("id").GetString());
    }

    private async Task CheckAllAsync()
    {
        foreach (var profile in _acknowledged.GroupBy(entry => entry.Profile, entry => entry.Memory.Id))
        {
            var missing = new HashSet<string>(profile, StringComparer.Ordinal);
            string? cursor = null;
            do
            {
                var page = await _client.GetFromJsonAsync<JsonElement>(
                    $"{profile.Key}/memories?limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}");
                missing.ExceptWith(
                    page.GetProperty("memories").EnumerateArray().Select(
                        memory => memory.GetProperty("id").GetString() ?? ""));
                cursor = page.GetProperty("next_cursor").GetString();
            }
            while (cursor is not null && missing.Count > 0);

            Assert.True(missing.Count == 0, $"{profile.Key}: {missing.Count} acknowledged memories are lost");
        }
    }

    // From the bucket alone, as a node with an empty disk sees it.
    private async Task CheckIntegrityAsync()
    {
        var bucket = Path.Combine(_data.FullName, "objects");
        var store = new DirectoryObjectStore(bucket, TimeProvider.System, new SecureRandom());
        await using var cluster = new EngineCluster(store);
        var auditor = await cluster.StartAsync(node: "auditor");
        var names = await auditor.Names.ListAsync("crash--", null, 100, CancellationToken.None);
        Assert.Equal(3, names.Records.Length);
        foreach (var record in names.Records)
        {
            Assert.Equal("ok", await NotesTable.CheckIntegrityAsync(auditor, record));
        }
    }

    private void WipeAllButObjects()
    {
        foreach (var entry in _data.EnumerateFileSystemInfos().Where(entry => entry.Name != "objects"))
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}
