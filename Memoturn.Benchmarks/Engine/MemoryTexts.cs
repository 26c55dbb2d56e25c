using System.Collections.Immutable;
using System.Text.Json;
using Memoturn.DataPlane.Memory;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// Memories of about 200 bytes of text: words of a fixed vocabulary, few of them frequent, as in prose.
/// </summary>
/// <param name="dimension">Of their embeddings; 0 for none.</param>
internal sealed class MemoryTexts(Random random, int dimension = 0)
{
    private const int VocabularySize = 4_000;
    private const int SummaryWords = 8;
    private const int ContentWords = 20;

    private readonly string[] _vocabulary = CreateVocabulary(random);
    private int _count;

    public NewMemory Next()
    {
        var content = JsonElement.Parse($"\"{Words(ContentWords)}\"");
        return MemoryValidator.Validate(
            new()
            {
                Type = "fact",
                TopicKey = $"topic-{_count++}",
                Summary = Words(SummaryWords),
                Content = content,
                Embedding = dimension > 0 ? Embedding() : null,
            },
            "memories[0]");
    }

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => NextWord()));

    private ImmutableArray<float> Embedding() =>
        [.. Enumerable.Range(0, dimension).Select(_ => (random.NextSingle() * 2) - 1)];

    private static string[] CreateVocabulary(Random random) =>
    [
        .. Enumerable.Range(0, VocabularySize).Select(_ =>
            string.Concat(Enumerable.Range(0, random.Next(3, 10)).Select(_ => (char)('a' + random.Next(26))))),
    ];

    // The square of a uniform number prefers the front of the list.
    private string NextWord()
    {
        var place = random.NextDouble();
        return _vocabulary[(int)(place * place * VocabularySize)];
    }
}
