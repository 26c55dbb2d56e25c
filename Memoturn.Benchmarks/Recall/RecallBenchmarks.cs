using Memoturn.Benchmarks.Http;
using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks.Recall;

/// <summary>Recall: how much of what was told is found again, and how fast.</summary>
internal static class RecallBenchmarks
{
    private const string Data = "data";
    private const string Url = "url";
    private const string Namespace = "recall";

    /// <summary>FTS5 alone reaches 64.8 on these conversations.</summary>
    private const double LeastRecallAt10 = 64;
    private const double MostMillisecondsPerRecall = 2;

    public static readonly BenchmarkCommand Command = new(
        "recall",
        "questions over conversations through HTTP, and hybrid recall in process",
        [
            new(Data, "FOLDER", "conversations in the format of LoCoMo; default: the synthetic ones, without a goal"),
            new(Url, "URL", "a running node; default: one in a process of its own on the directory store"),
        ],
        [
            new("questions", MeasureQuestionsAsync),
            new("engine", EngineRecall.MeasureAsync),
        ]);

    private static async Task MeasureQuestionsAsync(BenchmarkRun run, CancellationToken token)
    {
        var folder = run.Arguments.Find(Data) ?? SyntheticConversations.Folder;
        var conversations = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(
            Conversation.Read);
        conversations = run.IsQuick ? conversations.Take(1) : conversations;
        if (run.Arguments.Find(Url) is { } url)
        {
            using var known = new HttpClient { BaseAddress = new Uri(url) };
            Report(run, await new QuestionRun(known, Namespace).RunAsync(conversations, token));
            return;
        }

        await using var node = await NodeProcess.StartAsync(token);
        using var client = new HttpClient { BaseAddress = node.Address };
        Report(run, await new QuestionRun(client, Namespace).RunAsync(conversations, token));
    }

    private static void Report(BenchmarkRun run, RecallFigures figures)
    {
        var isLocomo = run.Arguments.Has(Data) && !run.IsQuick;
        foreach (var category in figures.Categories)
        {
            foreach (var depth in RecallFigures.Depths)
            {
                run.Add(new($"recall@{depth}, category {category}", "%", figures.RecallAt(depth, category)));
            }
        }

        foreach (var depth in RecallFigures.Depths)
        {
            var goal = isLocomo && depth == 10 ? BenchmarkGoal.AtLeast(LeastRecallAt10) : null;
            run.Add(new(
                $"recall@{depth}, all {figures.QuestionCount} questions", "%", figures.RecallAt(depth), Goal: goal));
        }

        run.Add(new("questions without an answer", "", figures.EmptyAnswers));
        run.Add(new("evidence ids dropped, naming no turn", "", figures.DroppedEvidence));
        run.Add(new("memories", "", figures.MemoryCount));
        AddTimes(run, "ingest of one memory", figures.Ingests, goal: null);
        AddTimes(run, "recall of 20", figures.Recalls, BenchmarkGoal.AtMost(MostMillisecondsPerRecall));
    }

    private static void AddTimes(BenchmarkRun run, string name, Latencies times, BenchmarkGoal? goal)
    {
        run.Add(new($"{name}, p50", "ms", times.Percentile(0.5).TotalMilliseconds, Goal: goal));
        run.Add(new($"{name}, p95", "ms", times.Percentile(0.95).TotalMilliseconds));
        run.Add(new($"{name}, p99", "ms", times.Percentile(0.99).TotalMilliseconds));
    }
}
