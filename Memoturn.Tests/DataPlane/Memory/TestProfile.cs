using System.Text.Json;
using Memoturn.Protocol;

namespace Memoturn.Tests.DataPlane.Memory;

/// <summary>One profile of a test node, spoken to over HTTP.</summary>
internal sealed class TestProfile(TestNode node, string name)
{
    public const string DarkTheme =
        """{"type":"fact","topic_key":"user.theme","summary":"Prefers dark mode","content":{"v":"dark"}}""";
    public const string LightTheme =
        """{"type":"fact","topic_key":"user.theme","summary":"Prefers light mode","content":{"v":"light"}}""";

    public string Path => $"/v1/memory/acme/{name}";

    public static string Txid(TestAnswer answer) =>
        answer.Header(MemoturnHeaders.Txid) ?? throw new InvalidOperationException("no txid header");

    /// <summary>The ids of a list or recall, in order.</summary>
    public static IReadOnlyList<string> Ids(JsonElement answer) =>
        [.. answer.GetProperty("memories").EnumerateArray().Select(
            memory => memory.GetProperty("id").GetString() ?? "")];

    public Task<TestAnswer> PostAsync(string route, string body) => node.PostAsync(Path + route, body);

    public Task<TestAnswer> GetAsync(string route) => node.GetAsync(Path + route);

    public Task<TestAnswer> DeleteAsync(string route) => node.DeleteAsync(Path + route);

    public Task<TestAnswer> TryIngestAsync(params string[] items) =>
        PostAsync("/memories", $"{{\"memories\":[{string.Join(',', items)}]}}");

    /// <summary>The results of an ingest that was accepted.</summary>
    public async Task<IReadOnlyList<JsonElement>> IngestAsync(params string[] items)
    {
        var answer = (await TryIngestAsync(items)).Expect(201);
        Assert.Equal(Txid(answer), answer.Json.GetProperty("txid").GetRawText());
        return [.. answer.Json.GetProperty("results").EnumerateArray()];
    }

    public async Task<IReadOnlyList<string>> ListIdsAsync(string query = "") =>
        Ids((await GetAsync($"/memories{query}")).Expect(200).Json);

    public async Task<IReadOnlyList<JsonElement>> RecallAsync(string body) =>
        [.. (await PostAsync("/recall", body)).Expect(200).Json.GetProperty("memories").EnumerateArray()];

    public async Task<JsonElement> FindAsync(string id) => (await GetAsync($"/memories/{id}")).Expect(200).Json;
}
