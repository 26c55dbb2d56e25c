using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Memoturn.Benchmarks.Recall;

/// <summary>Tells conversations to a node over HTTP, a memory a turn, and asks their questions.</summary>
internal sealed class QuestionRun(HttpClient http, string ns)
{
    /// <summary>A profile for each conversation; question and answer are never told.</summary>
    public async Task<RecallFigures> RunAsync(IEnumerable<Conversation> conversations, CancellationToken token)
    {
        var figures = new RecallFigures();
        foreach (var conversation in conversations)
        {
            var turnOf = await TellAsync(conversation, figures, token);
            foreach (var question in conversation.Questions)
            {
                figures.Add(question, await AskAsync(conversation.Id, question.Text, turnOf, figures, token));
            }

            figures.MemoryCount += conversation.Turns.Count;
            figures.DroppedEvidence += conversation.DroppedEvidence;
        }

        return figures;
    }

    private async Task<Dictionary<string, string>> TellAsync(
        Conversation conversation, RecallFigures figures, CancellationToken token)
    {
        var turnOf = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < conversation.Turns.Count; index++)
        {
            var turn = conversation.Turns[index];
            var body = new JsonObject { ["memories"] = new JsonArray(MemoryOf(turn, index)) };
            var results = await PostAsync($"{PathOf(conversation.Id)}/memories", body, figures.Ingests, token);
            turnOf[results.GetProperty("results")[0].GetProperty("id").GetString() ?? ""] = turn.Id;
        }

        return turnOf;
    }

    private async Task<IReadOnlyList<string>> AskAsync(
        string conversation, string question, Dictionary<string, string> turnOf, RecallFigures figures,
        CancellationToken token)
    {
        var body = new JsonObject { ["query"] = question, ["k"] = RecallFigures.Depths[^1] };
        var answer = await PostAsync($"{PathOf(conversation)}/recall", body, figures.Recalls, token);
        return [.. answer.GetProperty("memories").EnumerateArray()
            .Select(memory => turnOf[memory.GetProperty("id").GetString() ?? ""])];
    }

    // The content makes each turn a memory of its own; it holds no text.
    private static JsonObject MemoryOf(ConversationTurn turn, int index) => new()
    {
        ["type"] = "event",
        ["summary"] = string.Create(
            CultureInfo.InvariantCulture, $"{turn.Speaker}: {turn.Text} {turn.Caption} ({turn.At:d MMMM yyyy})"),
        ["content"] = new JsonObject { ["turn"] = index },
        ["session_id"] = string.Create(CultureInfo.InvariantCulture, $"session-{turn.Session}"),
        ["source"] = turn.Speaker,
        ["valid_from"] = new DateTimeOffset(turn.At).ToUnixTimeMilliseconds(),
    };

    private string PathOf(string conversation) => $"/v1/memory/{ns}/{conversation}";

    private async Task<JsonElement> PostAsync(
        string path, JsonObject body, Reports.Latencies times, CancellationToken token)
    {
        using var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync(token);
        var sent = Stopwatch.GetTimestamp();
        using var response = await http.PostAsync(path, content, token);
        var answer = await response.Content.ReadAsByteArrayAsync(token);
        times.TryAddSince(sent);
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(answer)
            : throw new HttpRequestException(
                $"{path}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)}");
    }
}
