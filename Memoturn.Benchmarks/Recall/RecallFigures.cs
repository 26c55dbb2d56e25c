using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Recall;

/// <summary>How much of the evidence was found, by category, and how long it took.</summary>
internal sealed class RecallFigures
{
    private const int MostRequests = 1_000_000;

    private readonly SortedDictionary<int, List<IReadOnlyList<double>>> _byCategory = [];

    /// <summary>The list lengths recall is measured at.</summary>
    public static IReadOnlyList<int> Depths { get; } = [5, 10, 20];

    public Latencies Ingests { get; } = new(MostRequests);

    public Latencies Recalls { get; } = new(MostRequests);

    public int MemoryCount { get; set; }

    public int DroppedEvidence { get; set; }

    public int EmptyAnswers { get; private set; }

    public int QuestionCount => _byCategory.Values.Sum(questions => questions.Count);

    public IEnumerable<int> Categories => _byCategory.Keys;

    /// <param name="recalled">Ids of turns, best first.</param>
    public void Add(ConversationQuestion question, IReadOnlyList<string> recalled)
    {
        var shares = Depths.Select(depth =>
            (double)recalled.Take(depth).Count(question.Evidence.Contains) / question.Evidence.Count);
        if (!_byCategory.TryGetValue(question.Category, out var questions))
        {
            _byCategory[question.Category] = questions = [];
        }

        questions.Add([.. shares]);
        EmptyAnswers += recalled.Count == 0 ? 1 : 0;
    }

    /// <summary>Mean share of the evidence among the first so many, in percent.</summary>
    /// <param name="category">Null for all.</param>
    public double RecallAt(int depth, int? category = null)
    {
        var index = Depths.ToList().IndexOf(depth);
        return 100 * _byCategory.Where(pair => category is null || pair.Key == category)
            .SelectMany(pair => pair.Value).Average(shares => shares[index]);
    }
}
