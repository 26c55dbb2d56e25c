using System.Collections.Immutable;
using CsCheck;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;

namespace Memoturn.Tests.Storage.Recall;

public sealed class RecallIndexTests
{
    private const int Limit = 20;
    private static readonly RecallFilter All = new() { NowUnixMs = 0 };

    private static readonly string[] Words =
    [
        "dark", "mode", "run", "running", "runner", "café", "cafe", "tea", "likes", "liked", "paris", "2024", "don't",
        "the",
        "日本語", "berlin", "x", "prefers", "theme",
    ];

    private static readonly Gen<string> Word = Gen.Int[0, Words.Length - 1].Select(word => Words[word]);

    private static readonly Gen<string> Text = Word.Array[0, 12].Select(words => string.Join(' ', words));

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 1000], Text, Text, Text,
        (kind, pick, summary, keywords, content) => new Step(kind, pick, summary, keywords, content));

    private static readonly Gen<string[]> Question = Word.Where(word => word != "don't").Array[1, 7];

    [Fact]
    [Trait("Accept", "ENG-07")]
    public void Keyword_ranking_agrees_with_fts5_after_any_history() =>
        Gen.Select(Steps.Array[1, 8].Array[1, 12], Question.Array[3]).Sample((rounds, questions) =>
        {
            using var profile = new RowsOfOneProfile();
            Play(profile, rounds, index =>
            {
                foreach (var question in questions)
                {
                    Assert.Equal(profile.KeywordByFts5(question, Limit), Keyword(profile, index, question));
                }
            });
        }, iter: 60);

    [Fact]
    [Trait("Accept", "ENG-08")]
    public void A_version_never_shows_what_came_after_it() =>
        Gen.Select(Steps.Array[1, 8].Array[1, 12], Question).Sample((rounds, question) =>
        {
            using var profile = new RowsOfOneProfile();
            var answers = new List<(RecallIndex Index, (long, double)[] Expected)>();
            Play(profile, rounds, index => answers.Add((index, profile.KeywordByFts5(question, Limit))));
            Assert.All(answers, answer => Assert.Equal(answer.Expected, Keyword(profile, answer.Index, question)));
        }, iter: 60);

    [Fact]
    [Trait("Accept", "ENG-08")]
    public void Two_branches_going_on_from_one_version_do_not_see_each_other()
    {
        using var profile = new RowsOfOneProfile();
        var fork = profile.Commit(changes => profile.Add(changes, Row(1, "dark mode")));
        var here = profile.Commit(changes => profile.Add(changes, Row(2, "dark tea")));
        var thereChanges = new RecallChanges();
        thereChanges.Remove(1);
        thereChanges.Add(profile.Connection, Row(3, "dark berlin"));
        var there = fork.Apply(thereChanges, new TxId(2));

        Assert.Equal([1], RowIds(profile, fork, "dark"));
        Assert.Equal([1, 2], RowIds(profile, here, "dark"));
        Assert.Equal([3], RowIds(profile, there, "dark"));
    }

    [Fact]
    public void An_index_built_from_rows_answers_as_the_one_that_followed_them() =>
        Gen.Select(Steps.Array[1, 8].Array[1, 8], Question).Sample((rounds, question) =>
        {
            using var profile = new RowsOfOneProfile();
            Play(profile, rounds, _ => { });
            var built = RecallIndex.Build(profile.Connection, profile.Index.TxId);
            Assert.Equal(profile.Index.RowCount, built.RowCount);
            Assert.Equal(Keyword(profile, profile.Index, question), Keyword(profile, built, question));
        }, iter: 40);

    [Fact]
    public void A_profile_that_lost_most_of_its_rows_gives_their_memory_back()
    {
        using var profile = new RowsOfOneProfile();
        var full = profile.Commit(changes => AddMany(profile, changes, 2_000));
        profile.Commit(changes => RemoveMany(profile, changes, 1_900));
        var small = profile.Commit(changes => profile.Remove(changes, 2_000));

        Assert.Equal(99, small.RowCount);
        Assert.True(
            small.ResidentBytes < full.ResidentBytes / 5, $"{small.ResidentBytes} of {full.ResidentBytes} bytes");
        Assert.Equal(99, RowIds(profile, small, "dark", 3_000).Length);
        Assert.Equal(2_000, RowIds(profile, full, "dark", 3_000).Length);
    }

    [Fact]
    public void A_token_that_fts5_takes_for_a_phrase_is_left_to_fts5()
    {
        using var profile = new RowsOfOneProfile();
        var query = new KeywordQuery(["dark", "don't"], Bm25Weights.Default);
        Assert.Null(profile.Index.FindByKeyword(query, All, Limit, profile.Connection));
    }

    [Fact]
    public void A_topic_lists_its_rows_newest_first_and_hides_superseded_and_expired_ones()
    {
        using var profile = new RowsOfOneProfile();
        var index = profile.Commit(changes =>
        {
            profile.Add(changes, Row(1, "old") with { TopicKey = "user.theme" });
            profile.Add(changes, Row(2, "new") with { TopicKey = "user.theme" });
            profile.Add(changes, Row(3, "other") with { TopicKey = "user.diet" });
            profile.Add(changes, Row(4, "gone") with { TopicKey = "user.theme", ExpiresAtUnixMs = 50 });
            profile.Add(changes, Row(5, "replaced") with { TopicKey = "user.theme" });
            profile.Supersede(changes, 5);
        });

        Assert.Equal([2, 1], Topic(All with { NowUnixMs = 50 }));
        Assert.Equal([4, 2, 1], Topic(All with { NowUnixMs = 49 }));
        Assert.Equal([4, 5, 2, 1], Topic(All with { IncludesSuperseded = true }));

        long[] Topic(RecallFilter filter) =>
            [.. index.FindByTopic("user.theme", filter, Limit).Select(candidate => candidate.RowId)];
    }

    private static void Play(RowsOfOneProfile profile, Step[][] rounds, Action<RecallIndex> check)
    {
        var rows = new SortedDictionary<long, bool>();
        var next = 1L;
        foreach (var round in rounds)
        {
            profile.Commit(changes =>
            {
                foreach (var step in round)
                {
                    next = Play(profile, changes, step, rows, next);
                }
            });
            check(profile.Index);
        }
    }

    private static long Play(
        RowsOfOneProfile profile, RecallChanges changes, Step step, SortedDictionary<long, bool> rows, long next)
    {
        if (step.Kind < 6 || rows.Count == 0)
        {
            profile.Add(changes, Row(next, step.Summary) with { Keywords = step.Keywords, ContentText = step.Content });
            rows[next] = true;
            return next + 1;
        }

        var (rowId, isActive) = rows.ElementAt(step.Pick % rows.Count);
        if (step.Kind >= 8)
        {
            profile.Remove(changes, rowId);
            rows.Remove(rowId);
        }
        else
        {
            (isActive ? profile.Supersede : (Action<RecallChanges, long>)profile.Revive)(changes, rowId);
            rows[rowId] = !isActive;
        }

        return next;
    }

    private static void AddMany(RowsOfOneProfile profile, RecallChanges changes, int count)
    {
        for (var row = 1; row <= count; row++)
        {
            profile.Add(changes, Row(row, $"dark row {row}"));
        }
    }

    private static void RemoveMany(RowsOfOneProfile profile, RecallChanges changes, int count)
    {
        for (var row = 1; row <= count; row++)
        {
            profile.Remove(changes, row);
        }
    }

    // Pairs share a time, so that ties fall through to the id.
    private static RecallRow Row(long rowId, string summary) => new()
    {
        RowId = rowId,
        Id = RowsOfOneProfile.IdOf(rowId),
        Type = "fact",
        Summary = summary,
        CreatedAtUnixMs = rowId / 2,
    };

    private static (long RowId, double Score)[] Keyword(RowsOfOneProfile profile, RecallIndex index, string[] tokens)
    {
        var query = new KeywordQuery(ImmutableArray.Create(tokens), Bm25Weights.Default);
        var found = index.FindByKeyword(query, All, Limit, profile.Connection)
            ?? throw new InvalidOperationException("phrase");
        return [.. found.Select(candidate => (candidate.RowId, candidate.Key))];
    }

    private static long[] RowIds(RowsOfOneProfile profile, RecallIndex index, string token, int limit = Limit)
    {
        var query = new KeywordQuery([token], Bm25Weights.Default);
        var found = index.FindByKeyword(query, All, limit, profile.Connection) ?? [];
        return [.. found.Select(candidate => candidate.RowId).Order()];
    }

    private sealed record Step(int Kind, int Pick, string Summary, string Keywords, string Content);
}
