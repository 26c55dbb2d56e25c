using System.Text.Json;
using Memoturn.DataPlane.Memory;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// Memories of about 200 bytes of text: words of a fixed vocabulary, few of them frequent, as in prose.
/// </summary>
internal sealed class MemoryTexts(Random random)
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
            new() { Type = "fact", TopicKey = $"topic-{_count++}", Summary = Words(SummaryWords), Content = content },
            "memories[0]");
    }

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => NextWord()));

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
