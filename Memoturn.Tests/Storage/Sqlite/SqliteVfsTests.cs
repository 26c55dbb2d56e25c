using Memoturn.Storage;

namespace Memoturn.Tests.Storage.Sqlite;

public sealed class SqliteVfsTests : IDisposable
{
    private readonly PagesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(65536)]
    public void Rows_written_through_page_tables_are_read_back(int pageSize)
    {
        using var pages = _fixture.Create("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT)", pageSize);
        _fixture.Write(pages, "INSERT INTO note(body) VALUES('first'), (hex(zeroblob(5000)))");
        Assert.Equal("2", _fixture.Read(pages, "SELECT count(*) FROM note"));
        Assert.Equal("10000", _fixture.Read(pages, "SELECT length(body) FROM note WHERE id = 2"));
        _fixture.AssertSound(pages);
    }

    [Fact]
    public void Now_is_the_engines_clock()
    {
        using var pages = _fixture.Create("CREATE TABLE t(a)");
        Assert.Equal("2026-11-24 09:00:00", _fixture.Read(pages, "SELECT datetime('now')"));
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using var pages = _fixture.Create("CREATE TABLE t(a)");
        using var pin = pages.PinHead();
        var reader = _fixture.Reader(pin);
        Assert.True(reader.IsReadOnly);
        Assert.Throws<SqlFailedException>(() => reader.Execute("INSERT INTO t VALUES(1)"));
        reader.ExecuteScript("PRAGMA query_only = 0");
        Assert.Throws<SqlFailedException>(() => reader.Execute("INSERT INTO t VALUES(1)"));
        _fixture.Pool.Return(reader);
        Assert.Equal("0", _fixture.Read(pages, "SELECT count(*) FROM t"));
    }
}
