using System.Collections.Immutable;
using CsCheck;
using Memoturn.DataPlane.Filters;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Recall;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class RecallSearchTests
{
    private const int AllOfThem = 1000;
    private const long Start = MemoryDatabase.StartUnixMs;

    private static readonly string[] Words = ["dark", "mode", "tea", "berlin", "running", "run", "café"];
    private static readonly string?[] Names = [null, "a", "b"];
    private static readonly string?[] Topics = [null, "user.theme", "user.diet", "work"];

    private static readonly Gen<MemoryItem> Item = Gen.Select(
        Gen.Int[0, 3], Pick(Words).Array[1, 4], Pick(Topics), Gen.Int[0, 40], Pick(Names), Pick(Names), Gen.Int[0, 5],
        Gen.Single[-1, 1].Array[4],
        (type, words, topic, content, session, source, life, vector) => new MemoryItem
        {
            Type = MemoryTypes.All[type],
            Summary = string.Join(' ', words),
            TopicKey = type < 2 ? topic : null,
            Content = MemoryDatabase.Json(
                content % 3 == 0 ? $"\"{content}\"" : $$"""{"n":{{content}},"w":"{{words[0]}}"}"""),
            SessionId = session,
            Source = source,
            Ttl = life == 0 ? 2 : null,
            ValidFrom = life == 1 ? Start + 1_500 : null,
            Metadata = MemoryDatabase.Json($$"""{"p":{{content % 4}}}"""),
            Embedding = life < 4 ? [.. vector] : null,
        });

    private static readonly Gen<MemoryItem[][]> Rounds = Item.Array[0, 6].Array[1, 8];

    private static readonly Gen<MemoryCriteria> Criteria = Gen.Select(
        Gen.Int[0, 15].Select(TypesOf), Pick(Names), Pick(Names), Pick<string?>([null, null, "user.", "w", ""]),
        Gen.Int[0, 3], Gen.Int[0, 8], Gen.Int[0, 3],
        (types, session, source, prefix, filter, time, activity) => new MemoryCriteria
        {
            Types = types,
            SessionId = session,
            Source = source,
            TopicPrefix = prefix,
            Metadata = filter == 1 ? FilterParser.Parse(MemoryDatabase.Json("""{"p":{"$lt":2}}""")) : null,
            Content = filter == 2 ? FilterParser.Parse(MemoryDatabase.Json("""{"n":{"$gte":10}}""")) : null,
            CreatedAfter = time == 1 ? Start + 1_000 : null,
            CreatedBefore = time == 2 ? Start + 2_000 : null,
            AsOf = activity == 1 ? Start + 2_000 : null,
            IncludesSuperseded = activity == 2,
        });

    private static readonly RecallQuery Question = new()
    {
        Tokens = ["dark", "runs", "tea"],
        Embedding = [0.5f, -0.2f, 0.1f, 0.9f],
        TopicKey = "user.theme",
        K = AllOfThem,
        Criteria = new() { IncludesSuperseded = true },
    };

    [Fact]
    [Trait("Accept", "REC-14")]
    public void Filters_act_inside_each_channel_by_the_index_and_by_the_rows_Ranker_score_is_left() =>
        Gen.Select(Rounds, Criteria, Gen.Int[1, 3]).Sample((rounds, criteria, k) =>
        {
            using var database = Filled(rounds);
            var passing = database.ListIds(criteria).Select(RecallCandidate.ParseId).ToHashSet();
            var all = Channels(database, Question, isResident: true);
            var filtered = Question with { Criteria = criteria };
            foreach (var isResident in new[] { true, false })
            {
                var lists = Channels(database, filtered, isResident);
                var shortLists = Channels(database, filtered with { K = k }, isResident);
                for (var channel = 0; channel < all.Length; channel++)
                {
                    var expected = all[channel].Where(row => passing.Contains(row.Id)).ToArray();
                    Assert.Equal(expected, lists[channel]);
                    Assert.Equal(expected.Take(5 * k), shortLists[channel]);
                }
            }
        }, iter: 150);

    [Fact]
    [Trait("Accept", "REC-14")]
    public void Every_row_with_a_word_a_vector_or_the_topic_is_in_its_channel() =>
        Rounds.Sample(rounds =>
        {
            using var database = Filled(rounds);
            var rows = database.Reader.List(new() { IncludesSuperseded = true }, after: null, AllOfThem).Rows;
            var channels = Channels(database, Question, isResident: true);
            Assert.Equal(IdsOf(rows, row => row.TopicKey == "user.theme"), IdsOf(channels[0]));
            Assert.Equal(
                IdsOf(rows, row => row.Summary.Split(' ').Concat([WordOf(row)]).Any(
                    word => word is "dark" or "run" or "running" or "tea")),
                IdsOf(channels[1]));
            Assert.Equal(
                database.Count("SELECT count(*) FROM __memoturn_memory_vectors AS v JOIN __memoturn_memories AS m "
                + $"ON m.rowid = v.rowid WHERE m.expires_at IS NULL OR m.expires_at > {database.NowUnixMs}"),
                channels[2].Count);
        }, iter: 60);

    [Fact]
    [Trait("Accept", "REC-16")]
    public void An_embedding_of_another_dimension_empties_its_channel_and_no_other()
    {
        using var database = new MemoryDatabase();
        database.Ingest(MemoryDatabase.Validated(new()
        {
            Type = MemoryTypes.Event,
            Summary = "drinks tea",
            Embedding = [1f, 0f],
        }));
        foreach (var isResident in new[] { true, false })
        {
            var answer = Search(database, isResident).Run(Question with { Explains = true }, txid: 1);
            var memory = Assert.Single(answer.Memories);
            Assert.Equal([ChannelNames.Keyword], memory.Channels);
            Assert.Equal(0, answer.Explain?.Channels[ChannelNames.Vector].Candidates);
            Assert.Equal(
                "the embedding has 4 dimensions, the profile's have 2", answer.Explain?.Channels[ChannelNames.Vector]
                    .Note);
        }
    }

    [Fact]
    public void An_explanation_adds_up_to_the_score()
    {
        using var database = new MemoryDatabase();
        database.Ingest(MemoryDatabase.Validated(new()
        {
            Type = MemoryTypes.Fact,
            Summary = "dark mode",
            TopicKey = "user.theme",
            Embedding = [1f, 0f, 0f, 0f],
        }));
        var answer = Search(database, isResident: true).Run(Question with { Explains = true }, txid: 1);

        var memory = Assert.Single(answer.Memories);
        var (topic, keyword, vector) = (memory.Explain?.Topic, memory.Explain?.Keyword, memory.Explain?.Vector);
        Assert.Equal(memory.Score, topic?.Contribution + keyword?.Contribution + vector?.Contribution);
        Assert.Equal((1, (double)Start, 2.0), (topic?.Rank, topic?.Raw, topic?.Weight));
        Assert.True(keyword?.Raw < 0, "bm25 as FTS5 reports it");
        Assert.Equal(["dark", "runs", "tea"], answer.Explain?.Tokens);
        Assert.Equal(5 * AllOfThem, answer.Explain?.Fetch);
    }

    [Fact]
    public void A_word_that_fts5_takes_for_a_phrase_is_answered_by_the_full_text_table()
    {
        using var database = new MemoryDatabase();
        database.Ingest(MemoryDatabase.Item(MemoryTypes.Event, "हिन्दी सीखना"));
        database.Ingest(MemoryDatabase.Item(MemoryTypes.Event, "something else"));
        var question = Question with { Tokens = QueryTokens.Of("हिन्दी"), Embedding = null, TopicKey = null };
        Assert.Single(Search(database, isResident: true).Run(question, txid: 2).Memories);
    }

    [Fact]
    public void Turns_are_found_by_words_or_by_vector_within_the_session()
    {
        using var database = new MemoryDatabase();
        AddTurn(database, "s1", 1, "we drank tea", [1, 0, 0, 0]);
        AddTurn(database, "s2", 1, "tea again", [0.5f, -0.2f, 0.1f, 0.9f]);
        AddTurn(database, "s2", 2, "coffee", null);
        var search = Search(database, isResident: true);

        var byVector = search.Run(Question with { IncludesTurns = true, K = 1 }, txid: 1).Turns ?? [];
        var byWords = search.Run(Question with { IncludesTurns = true, Embedding = null }, txid: 1).Turns ?? [];
        var ofSession = search.Run(
            Question with { IncludesTurns = true, Criteria = new() { SessionId = "s1" } }, txid: 1).Turns ?? [];

        Assert.Equal(
            [("s2", 1L, ChannelNames.Vector)], byVector.Select(turn => (turn.SessionId, turn.Seq, turn.Channel)));
        Assert.Equal(0, byVector[0].Distance);
        Assert.Equal(["s2", "s1"], byWords.Select(turn => turn.SessionId));
        Assert.All(byWords, turn => Assert.Null(turn.Distance));
        Assert.Equal("s1", Assert.Single(ofSession).SessionId);
    }

    private static Gen<T> Pick<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static ImmutableArray<string>? TypesOf(int bits) =>
        bits == 15 ? null : [.. MemoryTypes.All.Where((_, index) => (bits & (1 << index)) != 0)];

    private static MemoryDatabase Filled(MemoryItem[][] rounds)
    {
        var database = new MemoryDatabase();
        foreach (var round in rounds)
        {
            database.Ingest([.. round.Select(MemoryDatabase.Validated)]);
            database.NowUnixMs += 500;
        }

        var forgotten = database.ListIds().Where((_, index) => index % 7 == 3).ToList();
        forgotten.ForEach(id => database.Forget(id));
        return database;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Answer_longer_than_one_may_be_is_refused_turns_included(bool includesTurns)
    {
        using var database = new MemoryDatabase();
        var half = WireLimits.AnswerBytes / 2;
        database.Ingest(MemoryDatabase.Item("event", "tea", content: $"\"{new string('a', half)}\""));
        if (includesTurns)
        {
            AddTurn(database, "s", 1, $"tea {new string('b', half)}", embedding: null);
        }
        else
        {
            database.Ingest(MemoryDatabase.Item("event", "tea too", content: $"\"{new string('b', half)}\""));
        }

        var query = new RecallQuery { Tokens = ["tea"], K = 10, Criteria = new(), IncludesTurns = includesTurns };

        var refused = Assert.Throws<RequestException>(() => Search(database, isResident: false).Run(query, 1));
        Assert.Equal("result exceeds 67108864 bytes", refused.Message);
        Assert.Single(Search(database, isResident: false).Run(query with { K = 1, IncludesTurns = false }, 1).Memories);
    }

    [Fact]
    public void Short_rows_count_with_the_names_of_their_members()
    {
        var size = new AnswerSize();
        var rows = 0;
        var refused = Assert.Throws<RequestException>(() =>
        {
            for (rows = 0; rows < 1_000_000; rows++)
            {
                size.AddRow(textBytes: 0);
            }
        });

        Assert.Equal("result exceeds 67108864 bytes", refused.Message);
        Assert.InRange(rows, 100_000, 200_000);
    }

    private static void AddTurn(MemoryDatabase database, string session, long seq, string text, float[]? embedding)
    {
        using var insert = database.Connection.Prepare(
            "INSERT INTO __memoturn_turns(session_id, seq, role, text, content_json, embedding, created_at) VALUES "
            + "(?, ?, 'user', ?, ?, ?, 1)");
        insert.Bind(1, session).Bind(2, seq).Bind(3, text).Bind(4, $"\"{text}\"");
        _ = embedding is null
            ? insert.BindNull(5)
            : insert.Bind(5, System.Runtime.InteropServices.MemoryMarshal.AsBytes(embedding.AsSpan()));
        insert.Run();
        database.Connection.Execute(
            "INSERT INTO __memoturn_turns_fts(rowid, text) SELECT rowid, text FROM __memoturn_turns ORDER BY rowid "
            + "DESC LIMIT 1");
    }

    private static RecallSearch Search(MemoryDatabase database, bool isResident) =>
        new(database.Connection, isResident ? database.Index : null, database.NowUnixMs, new(), TimeProvider.System);

    private static IReadOnlyList<RecallCandidate>[] Channels(
        MemoryDatabase database, RecallQuery query, bool isResident) =>
        [.. Search(database, isResident).ListChannels(query).Select(channel => channel.Candidates)];

    private static string WordOf(MemoryObject row) =>
        row.Content is { ValueKind: System.Text.Json.JsonValueKind.Object } content
            ? content.GetProperty("w").GetString() ?? ""
            : "";

    private static IEnumerable<UInt128> IdsOf(IEnumerable<MemoryObject> rows, Func<MemoryObject, bool> isWanted) =>
        rows.Where(isWanted).Select(row => RecallCandidate.ParseId(row.Id)).Order();

    private static IEnumerable<UInt128> IdsOf(IEnumerable<RecallCandidate> rows) => rows.Select(row => row.Id).Order();
}
