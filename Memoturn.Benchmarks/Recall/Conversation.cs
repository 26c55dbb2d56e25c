using System.Globalization;
using System.Text.Json;

namespace Memoturn.Benchmarks.Recall;

/// <summary>
/// A conversation in the format of the LoCoMo data set, with questions and the turns that answer them.
/// </summary>
/// <param name="DroppedEvidence">Evidence ids that name no turn.</param>
internal sealed record Conversation(
    string Id, IReadOnlyList<ConversationTurn> Turns, IReadOnlyList<ConversationQuestion> Questions,
    int DroppedEvidence)
{
    /// <summary>Questions whose answer is not in the conversation; left out.</summary>
    private const int Adversarial = 5;

    private static readonly char[] EvidenceSeparators = [';', ',', ' '];

    public static Conversation Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var turns = ReadTurns(document.RootElement.GetProperty("conversation")).ToList();
        var known = turns.Select(turn => turn.Id).ToHashSet(StringComparer.Ordinal);
        var dropped = 0;
        var questions = new List<ConversationQuestion>();
        foreach (var qa in document.RootElement.GetProperty("qa").EnumerateArray())
        {
            var category = qa.GetProperty("category").GetInt32();
            if (category == Adversarial)
            {
                continue;
            }

            var named = qa.GetProperty("evidence").EnumerateArray()
                .SelectMany(
                    ids => (ids.GetString() ?? "").Split(EvidenceSeparators, StringSplitOptions.RemoveEmptyEntries))
                .ToHashSet(StringComparer.Ordinal);
            var evidence = named.Where(known.Contains).ToHashSet(StringComparer.Ordinal);
            dropped += named.Count - evidence.Count;
            if (evidence.Count > 0)
            {
                questions.Add(new(qa.GetProperty("question").GetString() ?? "", category, evidence));
            }
        }

        return new(Path.GetFileNameWithoutExtension(path), turns, questions, dropped);
    }

    private static IEnumerable<ConversationTurn> ReadTurns(JsonElement conversation)
    {
        for (var session = 1; conversation.TryGetProperty($"session_{session}_date_time", out var date); session++)
        {
            if (!conversation.TryGetProperty($"session_{session}", out var turns))
            {
                continue;
            }

            var at = DateTime.ParseExact(
                date.GetString() ?? "", "h:mm tt 'on' d MMMM, yyyy", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
            foreach (var turn in turns.EnumerateArray())
            {
                yield return new(
                    turn.GetProperty("dia_id").GetString() ?? "",
                    session,
                    at,
                    turn.GetProperty("speaker").GetString() ?? "",
                    turn.GetProperty("text").GetString() ?? "",
                    turn.TryGetProperty("blip_caption", out var caption) ? caption.GetString() : null);
            }
        }
    }
}

/// <summary>One thing that was said.</summary>
/// <param name="Caption">Of a picture that was shown.</param>
internal sealed record ConversationTurn(
    string Id, int Session, DateTime At, string Speaker, string Text, string? Caption);

/// <summary>A question, and the turns that answer it.</summary>
internal sealed record ConversationQuestion(string Text, int Category, IReadOnlySet<string> Evidence);
