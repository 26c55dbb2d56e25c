using System.Text.Json.Nodes;

namespace Memoturn.Benchmarks.Recall;

/// <summary>Two people, what each of them will tell in which session, and the questions that follow from it.</summary>
internal sealed class SyntheticScript
{
    private const int MultiHop = 1;
    private const int Temporal = 2;
    private const int OpenDomain = 3;
    private const int SingleHop = 4;

    private readonly List<Telling> _tellings = [];

    public SyntheticScript(string first, string second, Random random)
    {
        (First, Second, Random) = (first, second, random);
        foreach (var fact in SyntheticFacts.All)
        {
            var values = Shuffled(fact.Values);
            var perSpeaker = fact.All is null ? 1 : 2;
            for (var index = 0; index < 2 * perSpeaker; index++)
            {
                _tellings.Add(new(index < perSpeaker ? first : second, fact, values[index]));
            }
        }

        _tellings = [.. Shuffled([.. _tellings])];
    }

    public string First { get; }

    public string Second { get; }

    public Random Random { get; }

    /// <summary>The turns of one session; what is told here is remembered with the id of its turn.</summary>
    public JsonArray WriteSession(int session, int sessionCount)
    {
        var turns = new JsonArray();
        var speaker = Random.Next(2) == 0 ? First : Second;
        Say(turns, session, speaker, Pick(SyntheticChatter.Openings));
        Say(turns, session, Other(speaker), Pick(SyntheticChatter.Remarks));
        for (var index = session - 1; index < _tellings.Count; index += sessionCount)
        {
            var telling = _tellings[index];
            if (Random.Next(2) == 0)
            {
                Say(turns, session, Other(telling.Speaker), Pick(SyntheticChatter.Remarks));
            }

            telling.TurnId = Say(
                turns, session, telling.Speaker, Pick(telling.Fact.Statements).Replace("{v}", telling.Value));
            Say(turns, session, Other(telling.Speaker), Pick(SyntheticChatter.Replies));
        }

        Say(turns, session, speaker, Pick(SyntheticChatter.Closings));
        return turns;
    }

    public JsonArray WriteQuestions()
    {
        var questions = new JsonArray();
        foreach (var told in _tellings.GroupBy(telling => (telling.Speaker, telling.Fact)))
        {
            var fact = told.Key.Fact;
            var all = told.ToList();
            if (fact.All is not null)
            {
                Ask(questions, MultiHop, fact.All, all);
                continue;
            }

            Ask(questions, SingleHop, fact.Single, all);
            Ask(questions, Temporal, fact.When, all);
            Ask(questions, OpenDomain, fact.Open, all);
        }

        return questions;
    }

    private static void Ask(JsonArray questions, int category, string? question, List<Telling> told)
    {
        if (question is not null)
        {
            questions.Add(new JsonObject
            {
                ["question"] = question.Replace("{n}", told[0].Speaker),
                ["answer"] = string.Join("; ", told.Select(telling => telling.Value)),
                ["evidence"] = new JsonArray([.. told.Select(telling => (JsonNode?)telling.TurnId)]),
                ["category"] = category,
            });
        }
    }

    private string Say(JsonArray turns, int session, string speaker, string text)
    {
        var id = $"D{session}:{turns.Count + 1}";
        turns.Add(new JsonObject
        {
            ["speaker"] = speaker,
            ["dia_id"] = id,
            ["text"] = text.Replace("{o}", Other(speaker)),
        });
        return id;
    }

    private string Other(string speaker) => speaker == First ? Second : First;

    private string Pick(IReadOnlyList<string> texts) => texts[Random.Next(texts.Count)];

    private T[] Shuffled<T>(T[] values)
    {
        var copy = values.ToArray();
        Random.Shuffle(copy);
        return copy;
    }

    private sealed class Telling(string speaker, SyntheticFact fact, string value)
    {
        public string Speaker { get; } = speaker;

        public SyntheticFact Fact { get; } = fact;

        public string Value { get; } = value;

        public string TurnId { get; set; } = "";
    }
}
