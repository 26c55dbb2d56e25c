using Memoturn.DataPlane.Filters;
using Memoturn.Protocol.Memory;
using static Memoturn.Tests.DataPlane.Memory.MemoryDatabase;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryReaderTests : IDisposable
{
    private readonly MemoryDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Memory_is_read_back_with_everything_it_was_given()
    {
        var item = Validated(new()
        {
            Type = MemoryTypes.Fact,
            Summary = "Prefers dark mode",
            Content = Json("""{"v":"dark","n":[1,2.5,null]}"""),
            TopicKey = "user.theme",
            Keywords = "theme colour",
            SessionId = "s-1",
            Source = "user",
            Ttl = 60,
            Metadata = Json("""{"lang":"en","score":0.5,"ok":true,"none":null}"""),
            ValidFrom = 10,
            ValidTo = 20,
        });
        _database.Ingest(item);

        var memory = _database.Reader.Find(item.Id);

        Assert.NotNull(memory);
        Assert.Equal(("fact", "user.theme", "Prefers dark mode"), (memory.Type, memory.TopicKey, memory.Summary));
        Assert.Equal("""{"n":[1,2.5,null],"v":"dark"}""", memory.Content?.GetRawText());
        Assert.Equal(("theme colour", "s-1", "user"), (memory.Keywords, memory.SessionId, memory.Source));
        Assert.Equal((StartUnixMs, StartUnixMs + 60_000), (memory.CreatedAt, memory.ExpiresAt));
        Assert.Equal((10L, 20L), (memory.ValidFrom, memory.ValidTo));
        Assert.Equal("""{"lang":"en","score":0.5,"ok":true,"none":null}""", memory.Metadata.GetRawText());
    }

    [Fact]
    public void Absent_members_read_as_empty_keywords_empty_metadata_and_null()
    {
        var id = _database.Ingest(Validated(new() { Type = MemoryTypes.Event, Summary = "went out" })).Id;

        var memory = _database.Reader.Find(id);

        Assert.NotNull(memory);
        Assert.Equal(("", "{}", "null"), (memory.Keywords, memory.Metadata.GetRawText(), memory.Content?.GetRawText()));
        Assert.Equal((null, null, null, null), (memory.TopicKey, memory.SessionId, memory.Source, memory.ExpiresAt));
    }

    [Fact]
    [Trait("Accept", "MEM-21")]
    public void Source_filter_finds_its_own_rows_only()
    {
        _database.Ingest(Item("event", "one") with { Source = "a" }, Item("event", "two") with { Source = "b" }, Item(
            "event", "three"));

        Assert.Equal([Item("event", "two").Id], _database.ListIds(new() { Source = "b" }));
        Assert.Equal(3, _database.ListIds().Count);
    }

    [Fact]
    public void Each_condition_of_a_list_selects_by_itself()
    {
        var theme = Validated(new()
        {
            Type = MemoryTypes.Fact,
            Summary = "theme",
            TopicKey = "user.theme",
            Content = Json("""{"v":"dark","deep":{"n":3}}"""),
            SessionId = "s-1",
            Metadata = Json("""{"rank":2}"""),
        });
        _database.Ingest(theme);
        _database.NowUnixMs += 10;
        var food = Item("instruction", "food", "user_food") with { SessionId = "s-2" };
        _database.Ingest(food);

        Assert.Equal([theme.Id], _database.ListIds(new() { Types = ["fact"] }));
        Assert.Empty(_database.ListIds(new() { Types = [] }));
        Assert.Equal([theme.Id], _database.ListIds(new() { SessionId = "s-1" }));
        Assert.Equal([food.Id], _database.ListIds(new() { TopicKey = "user_food" }));
        Assert.Equal([theme.Id], _database.ListIds(new() { TopicPrefix = "user." }));
        Assert.Equal([food.Id, theme.Id], _database.ListIds(new() { TopicPrefix = "user" }));
        Assert.Equal([theme.Id], _database.ListIds(new() { CreatedBefore = StartUnixMs + 10 }));
        Assert.Equal([food.Id], _database.ListIds(new() { CreatedAfter = StartUnixMs }));
        Assert.Equal([theme.Id], _database.ListIds(new() { Metadata = Filtered("""{"rank":{"$gte":2}}""") }));
        Assert.Equal([theme.Id], _database.ListIds(new() { Content = Filtered("""{"deep.n":3}""") }));
        Assert.Equal([food.Id], _database.ListIds(new() { Metadata = Filtered($"{{\"_id\":\"{food.Id}\"}}") }));
    }

    [Fact]
    public void Content_filter_matches_nothing_where_the_content_is_no_object()
    {
        _database.Ingest(Item("event", "words", content: "\"text\""), Item("event", "list", content: "[1]"));

        Assert.Empty(_database.ListIds(new() { Content = Filtered("{}") }));
        Assert.Empty(_database.ListIds(new() { Content = Filtered("""{"a":{"$exists":false}}""") }));
    }

    [Fact]
    [Trait("Accept", "REC-15")]
    public void Expired_task_is_hidden_by_the_clock_before_any_sweep()
    {
        var task = _database.Ingest(Item("task", "soon over") with { TtlSeconds = 1 });
        Assert.Single(_database.ListIds());

        _database.NowUnixMs += 1_000;

        Assert.Empty(_database.ListIds(new() { IncludesSuperseded = true }));
        Assert.Empty(_database.ListIds(new() { AsOf = StartUnixMs }));
        Assert.NotNull(_database.Reader.Find(task.Id));
    }

    [Fact]
    public void As_of_shows_what_was_active_then()
    {
        var dark = Item("fact", "dark", "t");
        var light = Item("fact", "light", "t");
        foreach (var item in new[] { dark, light, dark })
        {
            _database.Ingest(item);
            _database.NowUnixMs += 100;
        }

        Assert.Empty(AsOf(StartUnixMs - 1));
        Assert.Equal([dark.Id], AsOf(StartUnixMs));
        Assert.Equal([dark.Id], AsOf(StartUnixMs + 99));
        Assert.Equal([light.Id], AsOf(StartUnixMs + 100));
        Assert.Equal([dark.Id], AsOf(StartUnixMs + 200));
    }

    [Fact]
    public void As_of_follows_validity_where_it_is_given()
    {
        var old = Item("fact", "lives in Rome", "home") with { ValidFrom = 1_000, ValidTo = 5_000 };
        var young = Item("fact", "lives in Oslo", "home") with { ValidFrom = 3_000 };
        _database.Ingest(old);
        Assert.Equal([old.Id], AsOf(4_999));
        Assert.Empty(AsOf(5_000));

        _database.Ingest(young);

        Assert.Equal([old.Id], AsOf(2_999));
        Assert.Equal([young.Id], AsOf(3_000));
        _database.Forget(young.Id);
        Assert.Empty(AsOf(3_000));
    }

    [Fact]
    public void History_of_a_topic_shows_every_activation_oldest_first()
    {
        var dark = Item("fact", "dark", "t") with { Source = "a" };
        var light = Item("fact", "light", "t");
        _database.Ingest(dark);
        _database.NowUnixMs += 7;
        _database.Ingest(light, dark);

        var history = _database.Reader.FindHistory(light.Id);

        Assert.NotNull(history);
        Assert.Equal([dark.Id, light.Id, dark.Id], history.Select(entry => entry.Id));
        Assert.Equal(["created", "created", "revived"], history.Select(entry => entry.Event));
        Assert.Equal([1ul, 2ul, 2ul], history.Select(entry => entry.Txid));
        Assert.Equal([light.Id, dark.Id, null], history.Select(entry => entry.SupersededBy));
        Assert.Equal([StartUnixMs, StartUnixMs + 7, StartUnixMs + 7], history.Select(entry => entry.ActiveFrom));
        Assert.Equal([StartUnixMs + 7, StartUnixMs + 7, null], history.Select(entry => entry.ActiveTo));
        Assert.Equal(["a", null, "a"], history.Select(entry => entry.Source));
    }

    [Fact]
    public void History_of_a_memory_without_topic_is_its_own()
    {
        _database.Ingest(Item("event", "other"));
        var id = _database.Ingest(Item("event", "one")).Id;

        Assert.Equal([id], _database.Reader.FindHistory(id)?.Select(entry => entry.Id));
        Assert.Null(_database.Reader.FindHistory("mem_unknown"));
    }

    [Fact]
    public void Sessions_come_most_recently_active_first_and_page_without_gap()
    {
        foreach (var session in new[] { "s-a", "s-b", "s-c", "s-a" })
        {
            _database.Ingest(Item("event", $"{session} at {_database.NowUnixMs}") with { SessionId = session });
            _database.NowUnixMs += session == "s-b" ? 0 : 10;
        }

        var first = _database.Reader.ListSessions(null, 2);
        var second = _database.Reader.ListSessions(first.Next, 2);

        Assert.Equal(["s-a", "s-b"], first.Rows.Select(session => session.Id));
        Assert.Equal(["s-c"], second.Rows.Select(session => session.Id));
        Assert.Null(second.Next);
        Assert.Equal((StartUnixMs, StartUnixMs + 20), (first.Rows[0].CreatedAt, first.Rows[0].LastActiveAt));
    }

    private static Filter Filtered(string json) => FilterParser.Parse(Json(json));

    private IReadOnlyList<string> AsOf(long time) => _database.ListIds(new() { AsOf = time });
}
