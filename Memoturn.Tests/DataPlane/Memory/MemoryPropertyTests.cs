using CsCheck;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol.Memory;
using static Memoturn.Tests.DataPlane.Memory.MemoryDatabase;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryPropertyTests
{
    private static readonly Gen<NewMemory> Items = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2],
        (type, word, topic, ttl, vector) =>
        {
            var name = MemoryTypes.All[type];
            var takesTopic = name is MemoryTypes.Fact or MemoryTypes.Instruction;
            return Item(name, $"word{word}", takesTopic && topic > 0 ? $"t{topic}" : null) with
            {
                TtlSeconds = ttl == 0 ? null : ttl,
                SessionId = $"s{word % 2}",
                Embedding = vector == 0 || name == MemoryTypes.Task ? null : [.. Enumerable.Repeat(1f, vector + 1)],
            };
        });

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Items.Array[1, 3].Select(items => new Step("ingest", items, 0))),
        (2, Gen.Int[0, 20].Select(which => new Step("forget", [], which))),
        (1, Gen.Int[0, 1].Select(session => new Step("end session", [], session))),
        (1, Gen.Const(new Step("sweep", [], 0))),
        (2, Gen.Int[1, 1_500].Select(milliseconds => new Step("wait", [], milliseconds))));

    [Fact]
    [Trait("Accept", "MEM-13")]
    public void Any_history_leaves_the_state_the_model_has_and_no_entry_without_its_row__HTTP_is_another_test() =>
        Steps.Array[1, 25].Sample(
            steps =>
            {
                using var database = new MemoryDatabase();
                var model = new MemoryModel();
                foreach (var step in steps)
                {
                    Apply(step, database, model);
                }

                Assert.Equal(model.ListActive(database.NowUnixMs), database.ListIds());
                AssertConsistent(database);
            },
            iter: 150,
            threads: 1);

    [Fact]
    [Trait("Accept", "MEM-32")]
    public void Pages_have_no_gap_and_no_repeat_while_writers_run__HTTP_is_another_test() =>
        Gen.Select(Gen.Int[0, 25], Gen.Int[1, 7], Gen.Int[1, 3]).Sample(
            (count, limit, writesPerPage) =>
            {
                using var database = new MemoryDatabase();
                for (var i = 0; i < count; i++)
                {
                    database.Ingest(Item("event", $"before {i}"));
                    database.NowUnixMs += i % 3;
                }

                var expected = database.ListIds();
                Assert.Equal(expected, ReadPages(database, limit, writesPerPage).Where(expected.Contains));
            },
            iter: 100,
            threads: 1);

    private static List<string> ReadPages(MemoryDatabase database, int limit, int writesPerPage)
    {
        var seen = new List<string>();
        PageCursor? after = null;
        do
        {
            var page = database.Reader.List(new(), after, limit);
            Assert.True(page.Rows.Count <= limit);
            seen.AddRange(page.Rows.Select(memory => memory.Id));
            Assert.Equal(seen.Distinct(), seen);
            after = PageCursor.Parse(page.Next?.ToString());
            for (var i = 0; i < writesPerPage; i++)
            {
                database.Ingest(Item("event", $"during {seen.Count} {i}"));
            }
        }
        while (after is not null);

        return seen;
    }

    private static void Apply(Step step, MemoryDatabase database, MemoryModel model)
    {
        switch (step.Action)
        {
            case "ingest":
                var expected = step.Items.Select(item => model.Ingest(item, database.NowUnixMs)).ToList();
                var actual = database.Ingest(step.Items);
                Assert.Equal(expected.Select(Describe), actual.Select(Describe));
                break;
            case "forget":
                var id = model.Ids.Order(StringComparer.Ordinal).ElementAtOrDefault(step.Number) ?? "mem_unknown";
                Assert.Equal(model.Forget(id), database.Forget(id));
                Assert.Null(database.Reader.Find(id));
                break;
            case "end session":
                model.EndSession($"s{step.Number}");
                database.Write(writer => writer.EndSession($"s{step.Number}", endsTranscript: false));
                break;
            case "sweep":
                model.Sweep(database.NowUnixMs);
                database.Write(writer => writer.SweepExpired(500));
                break;
            default:
                database.NowUnixMs += step.Number;
                break;
        }
    }

    private static string Describe(IngestResult result) =>
        $"{result.Status} {result.Id} over {string.Join(',', result.Superseded)}";

    private static void AssertConsistent(MemoryDatabase database)
    {
        database.Connection.Execute(
            "INSERT INTO __memoturn_memories_fts(__memoturn_memories_fts, rank) VALUES ('integrity-check', 1)");
        AssertNone(database, "__memoturn_memory_vectors WHERE rowid NOT IN (SELECT rowid FROM __memoturn_memories)");
        AssertNone(database, "__memoturn_activations WHERE memory NOT IN (SELECT rowid FROM __memoturn_memories)");
        AssertNone(database, """
            __memoturn_memories AS m WHERE (superseded_at IS NULL) <>
                (SELECT count(*) FROM __memoturn_activations WHERE memory = m.rowid AND active_to IS NULL)
            """);
        AssertNone(database, $"""
            (SELECT 1 FROM __memoturn_memories
            WHERE topic_key IS NOT NULL AND superseded_at IS NULL AND (expires_at IS NULL OR expires_at > {database.NowUnixMs})
            GROUP BY type, topic_key HAVING count(*) > 1)
            """);
    }

    private static void AssertNone(MemoryDatabase database, string from) =>
        Assert.Equal(0, database.Count($"SELECT count(*) FROM {from}"));

    private sealed record Step(string Action, NewMemory[] Items, int Number);
}
