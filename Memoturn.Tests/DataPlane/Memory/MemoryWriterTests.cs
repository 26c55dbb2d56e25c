using Memoturn.Protocol.Memory;
using static Memoturn.Tests.DataPlane.Memory.MemoryDatabase;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryWriterTests : IDisposable
{
    private readonly MemoryDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    [Trait("Accept", "MEM-01")]
    public void New_content_on_a_topic_supersedes_and_a_repeat_is_a_duplicate()
    {
        var dark = _database.Ingest(Item("fact", "dark", "user.theme"));
        var again = _database.Ingest(Item("fact", "dark", "user.theme"));
        var light = _database.Ingest(Item("fact", "light", "user.theme"));

        Assert.Equal((IngestStatuses.Created, 0), (dark.Status, dark.Superseded.Count));
        Assert.Equal((IngestStatuses.Duplicate, dark.Id), (again.Status, again.Id));
        Assert.Equal([dark.Id], light.Superseded);
        Assert.Equal([light.Id], _database.ListIds());
    }

    [Fact]
    [Trait("Accept", "MEM-02")]
    public void Predecessor_and_successor_name_each_other()
    {
        var dark = _database.Ingest(Item("fact", "dark", "user.theme"));
        _database.NowUnixMs += 5;
        var light = _database.Ingest(Item("fact", "light", "user.theme"));

        var older = _database.Reader.Find(dark.Id);
        var newer = _database.Reader.Find(light.Id);

        Assert.Equal((light.Id, StartUnixMs + 5), (older?.SupersededBy, older?.SupersededAt));
        Assert.Equal([dark.Id], newer?.Supersedes);
        Assert.Null(newer?.SupersededBy);
    }

    [Fact]
    [Trait("Accept", "MEM-03")]
    public void Content_that_returns_to_its_topic_is_revived()
    {
        var statuses = new[] { "dark", "light", "dark", "dark" }
            .Select(summary => _database.Ingest(Item("fact", summary, "user.theme")).Status);

        Assert.Equal(["created", "created", "revived", "duplicate"], statuses);
        Assert.Equal([Item("fact", "dark", "user.theme").Id], _database.ListIds());
    }

    [Fact]
    [Trait("Accept", "MEM-04")]
    public void Duplicate_writes_nothing_at_all()
    {
        var first = Item("fact", "dark", "user.theme");
        _database.Ingest(first);
        var txid = _database.TxId;

        _database.Ingest(
            first with { Summary = "other", SessionId = "s-2", Source = "b", Keywords = "k", TtlSeconds = 5 });

        Assert.Equal(txid, _database.TxId);
        var stored = _database.Reader.Find(first.Id);
        Assert.Equal(("dark", null, null, ""), (stored?.Summary, stored?.SessionId, stored?.Source, stored?.Keywords));
        Assert.Empty(_database.Reader.ListSessions(null, 10).Rows);
    }

    [Fact]
    [Trait("Accept", "MEM-05")]
    public void Items_of_one_batch_supersede_each_other_in_order()
    {
        var results = _database.Ingest(Item("fact", "a", "t"), Item("fact", "b", "t"), Item("fact", "c", "t"));

        Assert.Equal([[], [results[0].Id], [results[1].Id]], results.Select(result => result.Superseded));
        Assert.Equal([results[2].Id], _database.ListIds());
        Assert.Equal(results[1].Id, _database.Reader.Find(results[0].Id)?.SupersededBy);
        Assert.Equal(results[2].Id, _database.Reader.Find(results[1].Id)?.SupersededBy);
        Assert.Equal(results.Select(result => result.Id), _database.Reader.FindHistory(results[0].Id)?.Select(
            entry => entry.Id));
    }

    [Fact]
    [Trait("Accept", "MEM-06")]
    public void Batch_that_replaces_and_restores_ends_with_the_restored_memory_active()
    {
        var a = Item("fact", "a", "t");
        var b = Item("fact", "b", "t");
        _database.Ingest(a);

        var results = _database.Ingest(b, a);

        Assert.Equal(["created", "revived"], results.Select(result => result.Status));
        Assert.Equal([[a.Id], [b.Id]], results.Select(result => result.Superseded));
        Assert.Equal([a.Id], _database.ListIds());
        Assert.Equal(
            ["created", "created", "revived"], _database.Reader.FindHistory(a.Id)?.Select(entry => entry.Event));
    }

    [Fact]
    [Trait("Accept", "MEM-07")]
    public void Expired_and_unswept_task_is_created_anew()
    {
        var task = Item("task", "call back") with { TtlSeconds = 10 };
        _database.Ingest(task);
        _database.NowUnixMs += 10_000;

        var again = _database.Ingest(task);

        Assert.Equal(IngestStatuses.Created, again.Status);
        Assert.Equal(_database.NowUnixMs + 10_000, _database.Reader.Find(task.Id)?.ExpiresAt);
        Assert.Equal(1, _database.Count("SELECT count(*) FROM __memoturn_memories"));
        Assert.Single(_database.MatchText("call"));
    }

    [Fact]
    [Trait("Accept", "MEM-09")]
    public void Task_lives_a_day_unless_told_otherwise()
    {
        var task = _database.Ingest(Item("task", "water the plants"));
        _database.Ingest(Item("task", "gone at once") with { TtlSeconds = 0 });

        Assert.Equal([task.Id], _database.ListIds());
        Assert.Equal(StartUnixMs + 86_400_000, _database.Reader.Find(task.Id)?.ExpiresAt);
    }

    [Fact]
    public void Time_to_live_beyond_the_end_of_time_is_cut_there()
    {
        var fact = _database.Ingest(Item("fact", "for ever") with { TtlSeconds = long.MaxValue });

        Assert.Equal(long.MaxValue, _database.Reader.Find(fact.Id)?.ExpiresAt);
    }

    [Fact]
    [Trait("Accept", "MEM-08")]
    public void Embedding_of_another_dimension_is_left_out_and_the_row_stays_findable_by_word()
    {
        _database.Ingest(Item("fact", "first") with { Embedding = [1f, 0f] });
        _database.Ingest(Item("fact", "second") with { Embedding = [1f, 0f, 0f] });

        Assert.Equal(1, _database.Count("SELECT count(*) FROM __memoturn_memory_vectors"));
        Assert.Single(_database.MatchText("second"));
    }

    [Fact]
    public void Vector_is_stored_with_its_code_and_signs()
    {
        _database.Ingest(Item("fact", "vector") with { Embedding = [0.5f, -1f, 0f] });

        using var select = _database.Connection.Prepare(
            "SELECT embedding, scale, code, signs FROM __memoturn_memory_vectors");
        Assert.True(select.Step());
        Assert.Equal(12, select.GetBlob(0).Length);
        Assert.Equal(1f / 127, (float)select.GetDouble(1));
        Assert.Equal([64, 129, 0], select.GetBlob(2).ToArray());
        Assert.Equal([0b010], select.GetBlob(3).ToArray());
    }

    [Fact]
    [Trait("Accept", "MEM-10")]
    public void Ended_session_takes_its_tasks_and_leaves_its_facts()
    {
        var fact = _database.Ingest(Item("fact", "kept") with { SessionId = "s-1" });
        _database.Ingest(Item("task", "dropped") with { SessionId = "s-1" });
        var other = _database.Ingest(Item("task", "of another session") with { SessionId = "s-2" });
        Assert.Equal(["s-1", "s-2"], _database.Reader.ListSessions(null, 10).Rows.Select(session => session.Id));

        _database.Write(writer => writer.EndSession("s-1", endsTranscript: false));
        var txid = _database.TxId;
        _database.Write(writer => writer.EndSession("never seen", endsTranscript: true));

        Assert.Equal(txid, _database.TxId);
        Assert.Equal(new[] { fact.Id, other.Id }.Order(), _database.ListIds().Order());
        Assert.Equal(["s-2"], _database.Reader.ListSessions(null, 10).Rows.Select(session => session.Id));
    }

    [Theory]
    [Trait("Accept", "MEM-11")]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public void Ended_session_takes_its_transcript_when_told_to__over_HTTP_is_not_covered(
        bool endsTranscript, int turnsLeft)
    {
        for (var seq = 1; seq <= 2; seq++)
        {
            _database.Connection.Execute(
                "INSERT INTO __memoturn_turns(rowid, session_id, seq, role, text, content_json, created_at) "
                + $"VALUES ({seq}, 's-1', {seq}, 'user', 'spoken', '\"spoken\"', 1)");
            _database.Connection.Execute($"INSERT INTO __memoturn_turns_fts(rowid, text) VALUES ({seq}, 'spoken')");
        }

        _database.Write(writer => writer.EndSession("s-1", endsTranscript));

        Assert.Equal(turnsLeft, _database.Count("SELECT count(*) FROM __memoturn_turns"));
        Assert.Equal(turnsLeft, _database.Count("SELECT count(*) FROM __memoturn_turns_fts WHERE text MATCH 'spoken'"));
        Assert.Equal(2 - turnsLeft, _database.Count("SELECT count(*) FROM __memoturn_changes WHERE kind = 'turn'"));
    }

    [Fact]
    [Trait("Accept", "MEM-12")]
    public void Forgotten_successor_does_not_bring_its_predecessor_back()
    {
        var older = _database.Ingest(Item("fact", "dark", "t"));
        var newer = _database.Ingest(Item("fact", "light", "t"));

        Assert.True(_database.Forget(newer.Id));
        Assert.False(_database.Forget(newer.Id));

        Assert.Empty(_database.ListIds());
        Assert.Null(_database.Reader.Find(newer.Id));
        Assert.Equal(newer.Id, _database.Reader.Find(older.Id)?.SupersededBy);
        Assert.Equal(IngestStatuses.Revived, _database.Ingest(Item("fact", "dark", "t")).Status);
    }

    [Fact]
    [Trait("Accept", "MEM-22")]
    public void Source_stays_that_of_the_first_writer()
    {
        var dark = Item("fact", "dark", "t") with { Source = "a" };
        _database.Ingest(dark);

        var repeated = _database.Ingest(dark with { Source = "b" });
        _database.Ingest(Item("fact", "light", "t") with { Source = "b" });
        var revived = _database.Ingest(dark with { Source = "b" });

        Assert.Equal((IngestStatuses.Duplicate, IngestStatuses.Revived), (repeated.Status, revived.Status));
        Assert.Equal("a", _database.Reader.Find(dark.Id)?.Source);
    }

    [Fact]
    public void Topic_is_taken_within_its_type_only()
    {
        _database.Ingest(Item("fact", "dark", "t"));

        Assert.Empty(_database.Ingest(Item("instruction", "use dark", "t")).Superseded);
        Assert.Equal(2, _database.ListIds().Count);
    }

    [Fact]
    [Trait("Accept", "MEM-31")]
    public void Sweep_removes_the_expired_rows_oldest_end_first_and_no_more_than_asked()
    {
        var fact = _database.Ingest(Item("fact", "durable"));
        for (var i = 1; i <= 5; i++)
        {
            _database.Ingest(Item("task", $"task {i}") with { TtlSeconds = i });
        }

        _database.NowUnixMs += 4_000;

        Assert.Equal(3, _database.Write(writer => writer.SweepExpired(3)));
        Assert.Equal(1, _database.Write(writer => writer.SweepExpired(3)));
        Assert.Equal(0, _database.Write(writer => writer.SweepExpired(3)));
        Assert.Equal(2, _database.Count("SELECT count(*) FROM __memoturn_memories"));
        Assert.Contains(fact.Id, _database.ListIds());
    }

    [Fact]
    public void Each_change_is_logged_once_in_order_under_its_txid()
    {
        var a = Item("fact", "a", "t");
        _database.Ingest(a);
        _database.Ingest(Item("fact", "b", "t"), a);
        _database.Forget(a.Id);

        using var select = _database.Connection.Prepare(
            "SELECT sequence >> 24, op, item FROM __memoturn_changes ORDER BY sequence");
        var changes = new List<(long, string, bool)>();
        while (select.Step())
        {
            changes.Add((select.GetInt64(0), select.GetText(1), select.GetText(2) == a.Id));
        }

        Assert.Equal(
            [
                (1, "created", true), (2, "created", false), (2, "superseded", true), (2, "revived", true),
                (2, "superseded", false), (3, "forgotten", true),
            ],
            changes);
    }
}
