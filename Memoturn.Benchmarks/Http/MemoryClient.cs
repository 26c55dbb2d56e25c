using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Memoturn.Protocol;

namespace Memoturn.Benchmarks.Http;

/// <summary>The few calls the benchmark makes, as text on the wire.</summary>
internal sealed class MemoryClient(HttpClient http)
{
    private static readonly string[] Words =
    [
        "order", "refund", "theme", "dark", "light", "coffee", "train", "Berlin", "Lisbon", "invoice", "garden",
        "violin",
        "marathon", "allergy", "peanut", "meeting", "Tuesday", "holiday", "school", "rabbit", "mountain", "recipe",
        "budget", "printer", "password", "sister", "concert", "ticket", "passport", "dentist", "bicycle", "lighthouse",
    ];

    /// <summary>One event whose words follow from the two numbers.</summary>
    public static JsonObject Event(int client, int sequence)
    {
        var words = Enumerable.Range(0, 8).Select(index => Words[Mix(client, sequence, index) % Words.Length]);
        return new JsonObject
        {
            ["type"] = "event",
            ["summary"] = $"{string.Join(' ', words)} {client} {sequence}",
            ["session_id"] = $"session-{client}",
        };
    }

    /// <summary>Two words of the vocabulary.</summary>
    public static string Query(int client, int sequence) =>
        $"{Words[Mix(client, sequence, 1) % Words.Length]} {Words[Mix(client, sequence, 2) % Words.Length]}";

    /// <summary>Answers the ids, in order of the items.</summary>
    public async Task<IReadOnlyList<string>> IngestAsync(
        string profile, bool isDurable, CancellationToken token, params JsonNode[] items)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/memory/bench/{profile}/memories");
        request.Content = JsonContent.Create(new JsonObject { ["memories"] = new JsonArray(items) });
        if (isDurable)
        {
            request.Headers.Add(MemoturnHeaders.Durability, DurabilityNames.Durable);
        }

        using var answer = await http.SendAsync(request, token);
        var body = await BodyAsync(answer, token);
        return [.. body["results"]!.AsArray().Select(result => (string)result!["id"]!)];
    }

    public async Task RecallAsync(string profile, string query, CancellationToken token)
    {
        using var answer = await http.PostAsJsonAsync($"/v1/memory/bench/{profile}/recall", new { query }, token);
        await BodyAsync(answer, token);
    }

    public async Task GetAsync(string path, CancellationToken token)
    {
        using var answer = await http.GetAsync(path, token);
        await EnsureSuccessAsync(answer, token);
        await answer.Content.ReadAsByteArrayAsync(token);
    }

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage answer, CancellationToken token)
    {
        await EnsureSuccessAsync(answer, token);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(token))!;
    }

    private static async Task EnsureSuccessAsync(HttpResponseMessage answer, CancellationToken token)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var text = await answer.Content.ReadAsStringAsync(token);
            throw new HttpRequestException($"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        }
    }

    private static int Mix(int client, int sequence, int index) =>
        (int)(unchecked((uint)((client * 73_856_093) ^ (sequence * 19_349_663) ^ (index * 83_492_791))) & int.MaxValue);
}
