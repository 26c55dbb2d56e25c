using Memoturn.Storage.Schema;
using Memoturn.Tests.Storage.Schema;
using static Memoturn.Tests.DataPlane.Memory.MemoryDatabase;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class SchemaVersionTests : IDisposable
{
    private readonly MemoryDatabase _database = new(SchemaVersion1.Create());

    public SchemaVersionTests()
    {
        _database.Connection.Execute(
            "INSERT INTO __memoturn_memories(rowid, id, type, topic_key, summary, keywords, content, content_json, "
            + "created_at) "
            + "VALUES (1, 'mem_old', 'fact', 't', 'written before', '', 'x', '\"x\"', 5)");
        _database.Connection.Execute(
            "INSERT INTO __memoturn_memories_fts(rowid, summary, keywords, content) VALUES (1, 'written before', '', "
            + "'x')");
        _database.Connection.Execute(
            "INSERT INTO __memoturn_activations(memory, sequence, event, active_from, shown_from) VALUES (1, 1 << "
            + "24, 'created', 5, 5)");
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    [Trait("Accept", "MEM-24")]
    public void Reads_of_the_version_before_sources_work_and_do_not_migrate__recall_and_HTTP_are_not_covered()
    {
        var memory = _database.Reader.Find("mem_old");

        Assert.NotNull(memory);
        Assert.Null(memory.Source);
        Assert.Equal(["mem_old"], _database.ListIds());
        Assert.Empty(_database.ListIds(new() { Source = "a" }));
        Assert.Equal(["mem_old"], _database.Reader.FindHistory("mem_old")?.Select(entry => entry.Id));
        Assert.Equal(1, ReservedSchema.GetVersion(_database.Connection));
    }

    [Fact]
    [Trait("Accept", "MEM-24")]
    public void First_write_migrates_and_both_generations_are_found__recall_and_HTTP_are_not_covered()
    {
        var young = _database.Ingest(Item("fact", "written after", "t2") with { Source = "a" });

        Assert.Equal(2, ReservedSchema.GetVersion(_database.Connection));
        Assert.Equal([young.Id, "mem_old"], _database.ListIds());
        Assert.Equal([young.Id], _database.ListIds(new() { Source = "a" }));
        Assert.Equal(2, _database.MatchText("written").Count);
    }
}
