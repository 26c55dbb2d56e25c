using System.IO.Hashing;
using Memoturn.Storage;
using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Sqlite;

public sealed class DatabaseTemplateTests : IDisposable
{
    private const string Schema = """
        CREATE TABLE memory(id INTEGER PRIMARY KEY, topic TEXT UNIQUE, summary TEXT, content TEXT);
        CREATE INDEX memory_by_summary ON memory(summary) WHERE topic IS NOT NULL;
        CREATE VIRTUAL TABLE memory_text USING fts5(
            summary, content, content='memory', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
        INSERT INTO memory_text(memory_text, rank) VALUES('secure-delete', 1);
        CREATE TRIGGER memory_added AFTER INSERT ON memory BEGIN
            INSERT INTO memory_text(rowid, summary, content) VALUES(new.id, new.summary, new.content); END;
        CREATE TABLE meta(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
        INSERT INTO meta VALUES('format', 2)
        """;

    private readonly PagesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    [Trait("Accept", "ENG-06")]
    public void A_database_forked_from_the_template_equals_one_that_ran_the_schema_statements(int pageSize)
    {
        using var template = _fixture.Template(Schema, pageSize);
        using var forked = template.Fork();
        var empty = new PageTableBuilder(_fixture.Memory, pageSize).Build(default);
        using var created = new BranchPages(_fixture.Memory, empty, PagesFixture.InPlace);
        var writer = _fixture.Writer(created);
        writer.ExecuteScript($"PRAGMA page_size = {pageSize}");
        writer.ExecuteScript(Schema);
        _fixture.Pool.Return(writer);

        Assert.Equal(0UL, forked.Tip.TxId.Value);
        Assert.Equal(PageHashes(created.Tip), PageHashes(forked.Tip));
        const string schemaSql = "SELECT group_concat(sql, rootpage) FROM sqlite_schema";
        Assert.Equal(_fixture.Read(created, schemaSql), _fixture.Read(forked, schemaSql));
        Assert.Equal($"{pageSize}", _fixture.Read(forked, "PRAGMA page_size"));
        _fixture.AssertSound(forked);
    }

    [Fact]
    [Trait("Accept", "ENG-06")]
    public void The_table_of_a_fork_equals_its_parents_by_page_hash()
    {
        using var template = _fixture.Template(Schema);
        using var parent = template.Fork(PagesFixture.InPlace);
        _fixture.Write(parent, "INSERT INTO memory(topic, summary, content) VALUES('a', 'b', 'c')");
        using var fork = parent.Fork(new(1));
        Assert.Equal(PageHashes(parent.Head), PageHashes(fork.Head));
        Assert.Equal("b", _fixture.Read(fork, "SELECT summary FROM memory_text WHERE memory_text MATCH 'c'"));
    }

    [Fact]
    [Trait("Accept", "OPS-02")]
    public void Full_text_search_finds_the_one_row_about_a_refund_and_ranks_by_weight_of_words()
    {
        using var template = _fixture.Template(Schema);
        using var pages = template.Fork(PagesFixture.InPlace);
        _fixture.Write(pages, """
            INSERT INTO memory(summary, content) VALUES
                ('order shipped', 'the parcel left the warehouse'),
                ('money back', 'the customer asked for a refund of the parcel'),
                ('parcel parcel', 'parcel')
            """);
        Assert.Equal("1", _fixture.Read(pages, "SELECT count(*) FROM memory_text WHERE memory_text MATCH 'refund'"));
        Assert.Equal("2", _fixture.Read(pages, "SELECT rowid FROM memory_text WHERE memory_text MATCH 'refunds'"));
        Assert.Equal("3,1,2", _fixture.Read(pages, """
            SELECT group_concat(rowid)
            FROM (SELECT rowid FROM memory_text WHERE memory_text MATCH 'parcel' ORDER BY rank)
            """));
        _fixture.Write(pages, "INSERT INTO memory_text(memory_text) VALUES('integrity-check')");
    }

    [Fact]
    public void Deleted_words_leave_no_bytes_behind_where_secure_delete_is_on()
    {
        var schema = Schema.Replace("content='memory', content_rowid='id', ", "", StringComparison.Ordinal);
        using var template = _fixture.Template(schema);
        using var pages = template.Fork(PagesFixture.InPlace);
        _fixture.Write(pages, "INSERT INTO memory(summary, content) VALUES('s', 'zyxwvut')");
        Assert.Contains(pages.Tip.Pages, page => page.Page.Bytes.IndexOf("zyxwvut"u8) >= 0);
        var writer = _fixture.Writer(pages);
        writer.ExecuteScript("PRAGMA secure_delete = ON; DELETE FROM memory; DELETE FROM memory_text");
        _fixture.Pool.Return(writer);
        Assert.DoesNotContain(pages.Tip.Pages, page => page.Page.Bytes.IndexOf("zyxwvut"u8) >= 0);
    }

    [Fact]
    public void A_profile_of_three_memories_holds_few_pages_of_its_own()
    {
        using var template = _fixture.Template(Schema);
        using var pages = template.Fork(PagesFixture.InPlace);
        for (var i = 0; i < 3; i++)
        {
            _fixture.Write(
                pages, $"INSERT INTO memory(topic, summary, content) VALUES('t{i}', 'summary {i}', 'content {i}')");
        }

        Assert.InRange(pages.ResidentBytes, 1, 12 * 1024);
    }

    [Fact]
    public void A_template_whose_script_fails_leaves_nothing_behind()
    {
        Assert.Throws<SqlFailedException>(() => _fixture.Template("CREATE TABLE a(v); CREATE TABLE a(v)"));
        Assert.Equal(0, _fixture.Memory.LiveBytes);
    }

    private static List<(uint Number, ulong Hash)> PageHashes(PageTable table) =>
        [.. table.Pages.Select(page => (page.Number.Value, XxHash3.HashToUInt64(page.Page.Bytes)))];
}
