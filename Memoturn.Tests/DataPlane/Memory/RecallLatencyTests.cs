using System.Diagnostics;
using System.Text;
using Memoturn.Benchmarks.Reports;
using Xunit.Abstractions;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class RecallLatencyTests(ITestOutputHelper output)
{
    private const int MemoryCount = 10_000;
    private const int MemoriesPerIngest = 1_000;
    private const int Dimension = 32;
    private const int Questions = 100;
    private const int Vocabulary = 4_000;
    private const double MostMilliseconds = 25;

    [Fact]
    [Trait("Accept", "REC-19")]
    public async Task Hybrid_recall_over_ten_thousand_memories_is_answered_within_25_ms()
    {
        await using var node = new TestNode();
        var profile = new TestProfile(node, "large");
        var random = new Random(1);
        for (var first = 0; first < MemoryCount; first += MemoriesPerIngest)
        {
            await profile.IngestAsync(
                [.. Enumerable.Range(first, MemoriesPerIngest).Select(number => Memory(random, number))]);
        }

        var times = new Latencies(Questions);
        for (var question = 0; question < Questions; question++)
        {
            var body = $$"""{"query":"{{Sentence(random, 4)}}","embedding":{{Vector(random)}},"topic_key":"topic.1"}""";
            var sent = Stopwatch.GetTimestamp();
            Assert.Equal(8, (await profile.RecallAsync(body)).Count);
            times.TryAddSince(sent);
        }

        var median = times.Percentile(0.5).TotalMilliseconds;
        output.WriteLine($"p50 {median:F2} ms, p95 {times.Percentile(0.95).TotalMilliseconds:F2} ms");
        Assert.True(median < MostMilliseconds, $"p50 {median:F2} ms");
    }

    private static string Memory(Random random, int number) =>
        $$"""{"type":"event","summary":"{{Sentence(random, 8)}} {{number}}","content":{{number}},"embedding":{{Vector(random)}}}""";

    // Few words are frequent, most are rare, as in speech.
    private static string Sentence(Random random, int words) => string.Join(
        ' ', Enumerable.Range(0, words).Select(_ => $"word{(int)(Math.Pow(random.NextDouble(), 2.2) * Vocabulary)}"));

    private static string Vector(Random random)
    {
        var text = new StringBuilder("[");
        for (var index = 0; index < Dimension; index++)
        {
            text.Append(index == 0 ? "" : ",").Append(random.Next(-100, 100));
        }

        return text.Append(']').ToString();
    }
}
