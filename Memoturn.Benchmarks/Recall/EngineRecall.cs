using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Memoturn.Benchmarks.Reports;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Recall;

/// <summary>
/// Hybrid recall over 10,000 memories with vectors in process, beside FTS5 alone with the same words.
/// </summary>
internal sealed class EngineRecall : IDisposable
{
    private const int MemoryCount = 10_000;
    private const int Dimension = 256;
    private const int Questions = 400;
    private const int Topics = 200;
    private const int MemoriesPerFact = 10;
    private const int WordsPerMemory = 20;
    private const int WordsPerQuestion = 5;
    private const int Vocabulary = 8_000;
    private const double MostMillisecondsPerRecall = 1;
    private const double MostMillisecondsPerIngest = 0.4;

    private readonly Random _random = new(1);
    private readonly Connection _connection = Connection.Open(":memory:");
    private readonly string[] _words;
    private RecallIndex _index;
    private ulong _txid;

    private EngineRecall()
    {
        _words = [.. Enumerable.Range(0, Vocabulary).Select(_ => Word())];
        ReservedSchema.Create(_connection);
        _index = RecallIndex.Build(_connection, TxId.Zero);
    }

    public static Task MeasureAsync(BenchmarkRun run, CancellationToken token)
    {
        using var engine = new EngineRecall();
        var count = run.IsQuick ? MemoryCount / 10 : MemoryCount;
        var ingests = new Latencies(count);
        for (var memory = 0; memory < count; memory++)
        {
            token.ThrowIfCancellationRequested();
            var item = engine.Memory(memory);
            var start = Stopwatch.GetTimestamp();
            engine.Ingest(item);
            ingests.TryAddSince(start);
        }

        var hybrid = engine.Measure(hasVector: true, run.IsQuick);
        var keyword = engine.Measure(hasVector: false, run.IsQuick);
        var fts5 = engine.MeasureFts5(run.IsQuick);
        run.Add(
            new($"hybrid recall over {count} memories, p50", "ms", Ms(hybrid, 0.5), Ms(fts5, 0.5), BenchmarkGoal.AtMost(
                MostMillisecondsPerRecall)));
        run.Add(new(
            $"hybrid recall over {count} memories beside FTS5 alone, p50", "ms", Ms(hybrid, 0.5), Ms(fts5, 0.5),
            BenchmarkGoal.RatioAtMost(1)));
        run.Add(new($"hybrid recall over {count} memories, p95", "ms", Ms(hybrid, 0.95), Ms(fts5, 0.95)));
        run.Add(new($"hybrid recall over {count} memories, p99", "ms", Ms(hybrid, 0.99), Ms(fts5, 0.99)));
        run.Add(new(
            $"keyword and topic recall over {count} memories, p50", "ms", Ms(keyword, 0.5), Ms(fts5, 0.5),
            BenchmarkGoal.RatioAtMost(1)));
        run.Add(new($"ingest into {count} memories, no log, p50", "ms", Ms(ingests, 0.5), Goal: BenchmarkGoal.AtMost(
            MostMillisecondsPerIngest)));
        run.Add(new("resident index a memory", "bytes", (double)engine._index.ResidentBytes / count));
        return Task.CompletedTask;
    }

    public void Dispose() => _connection.Dispose();

    private static double Ms(Latencies times, double fraction) => times.Percentile(fraction).TotalMilliseconds;

    private NewMemory Memory(int number) => MemoryValidator.Validate(
        new()
        {
            Type = number % MemoriesPerFact == 0 ? MemoryTypes.Fact : MemoryTypes.Event,
            TopicKey = number % MemoriesPerFact == 0 ? Topic(number) : null,
            Summary = Sentence(WordsPerMemory),
            Content = JsonElement.Parse(string.Create(CultureInfo.InvariantCulture, $"{number}")),
            SessionId = string.Create(CultureInfo.InvariantCulture, $"session-{number % Topics}"),
            Embedding = [.. Vector()],
        },
        "memory");

    private static string Topic(int number) => string.Create(CultureInfo.InvariantCulture, $"topic.{number % Topics}");

    private void Ingest(NewMemory memory)
    {
        var context = new WriteContext(_connection, new(++_txid), (long)_txid, new());
        _connection.Execute("BEGIN");
        new MemoryWriter(context).Ingest([memory]);
        _connection.Execute("COMMIT");
        _index = _index.Apply(context.Changes, context.TxId);
    }

    private Latencies Measure(bool hasVector, bool isQuick)
    {
        var search = new RecallSearch(_connection, _index, (long)_txid, new(), TimeProvider.System);
        return Repeat(isQuick, () =>
        {
            var query = new RecallQuery
            {
                Tokens = QueryTokens.Of(Sentence(WordsPerQuestion)),
                Embedding = hasVector ? [.. Vector()] : null,
                TopicKey = Topic(_random.Next(MemoryCount)),
                K = 8,
                Criteria = new(),
            };
            return () => search.Run(query, _txid);
        });
    }

    private Latencies MeasureFts5(bool isQuick) => Repeat(isQuick, () =>
    {
        var match = QueryTokens.ToMatch(QueryTokens.Of(Sentence(WordsPerQuestion)));
        return () =>
        {
            using var select = _connection.Prepare("""
                SELECT rowid FROM __memoturn_memories_fts WHERE __memoturn_memories_fts MATCH ?
                ORDER BY bm25(__memoturn_memories_fts, 10.0, 5.0, 1.0) LIMIT 8
                """);
            select.Bind(1, match);
            while (select.Step())
            {
            }
        };
    });

    private static Latencies Repeat(bool isQuick, Func<Action> prepare)
    {
        var times = new Latencies(Questions);
        var count = isQuick ? Questions / 10 : Questions;
        for (var question = -count / 4; question < count; question++)
        {
            var ask = prepare();
            var start = Stopwatch.GetTimestamp();
            ask();
            if (question >= 0)
            {
                times.TryAddSince(start);
            }
        }

        return times;
    }

    // Few words are frequent, most are rare, as in speech.
    private string Sentence(int words) => string.Join(
        ' ', Enumerable.Range(0, words).Select(_ => _words[(int)(Math.Pow(_random.NextDouble(), 2.2) * Vocabulary)]));

    private string Word() => string.Concat(Enumerable.Range(0, 3 + _random.Next(6)).Select(index =>
        index % 2 == 0 ? "bcdfghjklmnprstvwz"[_random.Next(18)] : "aeiou"[_random.Next(5)]));

    private float[] Vector() => [.. Enumerable.Range(0, Dimension).Select(_ => (_random.NextSingle() * 2) - 1)];
}
