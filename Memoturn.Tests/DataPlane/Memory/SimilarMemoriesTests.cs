using Memoturn.DataPlane.Memory;
using Memoturn.Protocol.Memory;
using static Memoturn.Tests.DataPlane.Memory.MemoryDatabase;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class SimilarMemoriesTests : IDisposable
{
    private readonly MemoryDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Summaries_are_compared_by_their_stems()
    {
        var old = _database.Ingest(Item("event", "Running shoes were bought"));

        var result = Report(0.85, Item("event", "shoe runs: were bought"))[0];

        var similar = Assert.Single(result.Similar ?? []);
        Assert.Equal((old.Id, 1.0), (similar.Id, similar.Score));
    }

    [Fact]
    public void Score_below_the_threshold_is_left_out()
    {
        _database.Ingest(Item("event", "alpha beta gamma delta"));

        Assert.Empty(Report(0.85, Item("event", "alpha beta gamma"))[0].Similar ?? []);
        Assert.Equal([1, 0.75], Report(0.75, Item("event", "gamma beta alpha"))[0].Similar?.Select(hit => hit.Score));
    }

    [Fact]
    public void Embeddings_decide_where_both_have_one()
    {
        var near = _database.Ingest(Item("event", "nothing in common") with { Embedding = [3f, 4f] });
        _database.Ingest(Item("event", "same words here") with { Embedding = [-4f, 3f] });

        var similar = Report(0.5, Item("event", "same words here too") with { Embedding = [6f, 8f] })[0].Similar;

        Assert.Equal((near.Id, 1.0), (similar?[0].Id, Math.Round(similar?[0].Score ?? 0, 6)));
        Assert.Single(similar ?? []);
    }

    [Fact]
    public void At_most_five_active_others_are_reported_best_first()
    {
        for (var i = 0; i < 7; i++)
        {
            _database.Ingest(Item("event", "one two three", content: $"{i}"));
        }

        var gone = _database.Ingest(Item("fact", "one two three", "t"));
        _database.Ingest(Item("fact", "something else", "t"));
        var similar = Report(0.2, Item("event", "one two three four", content: "9"))[0].Similar ?? [];

        Assert.Equal(5, similar.Count);
        Assert.Equal(
            similar.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id, StringComparer.Ordinal), similar);
        Assert.DoesNotContain(gone.Id, similar.Select(hit => hit.Id));
    }

    [Fact]
    public void Items_of_one_ingest_are_compared_with_the_state_the_ones_before_left()
    {
        var results = Report(0.85, Item("event", "red green", content: "1"), Item("event", "red green", content: "2"));

        Assert.Empty(results[0].Similar ?? []);
        Assert.Equal([results[0].Id], results[1].Similar?.Select(hit => hit.Id));
    }

    [Fact]
    public void Only_the_newest_active_memories_are_compared_with()
    {
        var old = _database.Ingest(Item("event", "one two three"));
        var others = Enumerable.Range(1, SimilarMemories.MostRead - 1).Select(i => Item("event", $"filler {i}"));
        _database.Ingest([.. others]);
        var last = Report(0.85, Item("event", "one two three", content: "1"))[0];
        Assert.Equal([old.Id], last.Similar?.Select(hit => hit.Id));

        var next = Report(0.85, Item("event", "one two three", content: "2"))[0];

        Assert.Equal([last.Id], next.Similar?.Select(hit => hit.Id));
    }

    [Fact]
    public void Scores_of_embeddings_of_any_length_are_numbers()
    {
        var huge = _database.Ingest(Item("event", "huge") with { Embedding = [3e38f, 3e38f, 3e38f] });
        var tiny = _database.Ingest(Item("event", "tiny") with { Embedding = [1e-30f, 1e-30f, 1e-30f] });

        var similar = Report(0.5, Item("event", "new") with { Embedding = [2e38f, 2e38f, 2e38f] })[0].Similar ?? [];

        Assert.Equal(new[] { huge.Id, tiny.Id }.Order(), similar.Select(hit => hit.Id).Order());
        Assert.All(similar, hit => Assert.Equal(1, hit.Score, 1e-6));
    }

    [Fact]
    public void Without_a_report_there_is_no_member() => Assert.Null(_database.Ingest(Item("event", "one")).Similar);

    private IReadOnlyList<IngestResult> Report(double threshold, params NewMemory[] memories) =>
        _database.Write(writer => writer.Ingest(memories, threshold));
}
