using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Memoturn.Tests.Processes;

/// <summary>What a node that was killed had acknowledged, and whether its successor still has it.</summary>
internal sealed class AcknowledgedWrites
{
    private const int ProfileCount = 2;

    private readonly Lock _lock = new();

    // Guarded by _lock.
    private readonly List<(int Life, string Profile, string Id)> _writes = [];
    private readonly Dictionary<string, long> _highestTxid = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _writes.Count;
            }
        }
    }

    /// <summary>Ingests one memory after another; ends when the node no longer answers.</summary>
    public async Task WriteUntilItDiesAsync(Uri node, int life, int writer, bool isDurable, CancellationToken token)
    {
        using var client = new HttpClient { BaseAddress = node };
        client.DefaultRequestHeaders.Add("Memoturn-Durability", isDurable ? "durable" : "standard");
        var profile = $"crash-{writer % ProfileCount}";
        try
        {
            for (var number = 0; ; number++)
            {
                await WriteAsync(client, life, profile, $"life {life} writer {writer} number {number}", token);
            }
        }
        catch (Exception died) when (died is HttpRequestException or IOException or OperationCanceledException)
        {
        }
    }

    /// <summary>Lists until everything acknowledged in that life and later ones was seen; no txid may have fallen.</summary>
    public async Task AssertAllAreThereAsync(Uri node, int sinceLife)
    {
        using var client = new HttpClient { BaseAddress = node };
        foreach (var profile in WritesSince(sinceLife).GroupBy(write => write.Profile, write => write.Id))
        {
            await AssertAreListedAsync(client, profile.Key, [.. profile]);
        }
    }

    // Newest first, so what the last life acknowledged comes on the first pages.
    private async Task AssertAreListedAsync(HttpClient client, string profile, HashSet<string> missing)
    {
        string? cursor = null;
        do
        {
            using var answer = await client.GetAsync($"/v1/memory/loop/{profile}/memories?limit=1000{(cursor is null ? "" : "&cursor=" + cursor)}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            AssertTxidDidNotFall(profile, TxidOf(answer));
            var page = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
            missing.ExceptWith(page["memories"]!.AsArray().Select(memory => (string)memory!["id"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (missing.Count > 0 && cursor is not null);

        Assert.True(missing.Count == 0, $"{profile}: {missing.Count} acknowledged writes are lost, {missing.Min()} first");
    }

    private async Task WriteAsync(HttpClient client, int life, string profile, string summary, CancellationToken token)
    {
        var body = new { memories = new[] { new { type = "event", summary, content = summary } } };
        using var answer = await client.PostAsJsonAsync($"/v1/memory/loop/{profile}/memories", body, token);
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            return;
        }

        var id = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(token))!["results"]![0]!["id"]!;
        var txid = TxidOf(answer);
        lock (_lock)
        {
            _writes.Add((life, profile, id));
            _highestTxid[profile] = Math.Max(txid, _highestTxid.GetValueOrDefault(profile));
        }
    }

    private List<(int Life, string Profile, string Id)> WritesSince(int life)
    {
        lock (_lock)
        {
            return [.. _writes.Where(write => write.Life >= life)];
        }
    }

    private void AssertTxidDidNotFall(string profile, long txid)
    {
        lock (_lock)
        {
            Assert.True(
                txid >= _highestTxid[profile], $"{profile}: txid {txid} after {_highestTxid[profile]} was acknowledged");
        }
    }

    private static long TxidOf(HttpResponseMessage answer) =>
        long.Parse(answer.Headers.GetValues("Memoturn-Txid").Single(), CultureInfo.InvariantCulture);
}
