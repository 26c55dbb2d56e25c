using System.Text.Json;

namespace Memoturn.Tests.CrashLoop;

/// <summary>A memory with a word and a vector nothing else has.</summary>
internal sealed record IngestedMemory(string Id, string Word, double[] Embedding, JsonElement Content)
{
    public object Item =>
        new { type = "event", summary = $"saw {Word} today", content = Content, embedding = Embedding };
}
