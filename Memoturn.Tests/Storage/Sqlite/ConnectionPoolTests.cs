using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Sqlite;

public sealed class ConnectionPoolTests : IDisposable
{
    private readonly PagesFixture _fixture = new(capacity: 2);
    private readonly BranchPages _pages;

    public ConnectionPoolTests() => _pages = _fixture.Create("CREATE TABLE t(v)");

    public void Dispose()
    {
        _pages.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task A_renter_waits_until_a_connection_is_returned()
    {
        using var pin = _pages.PinHead();
        var first = _fixture.Reader(pin);
        var second = _fixture.Reader(pin);
        var third = _fixture.Pool.RentReaderAsync(pin, CancellationToken.None);
        Assert.False(third.IsCompleted);
        _fixture.Pool.Return(second);
        Assert.Same(second, await third);
        _fixture.Pool.Return(second);
        _fixture.Pool.Return(first);
    }

    [Fact]
    public async Task A_renter_that_gives_up_waiting_takes_no_connection()
    {
        using var pin = _pages.PinHead();
        using var stop = new CancellationTokenSource();
        var first = _fixture.Reader(pin);
        var second = _fixture.Reader(pin);
        var third = _fixture.Pool.RentWriterAsync(_pages, PagesFixture.Open, stop.Token).AsTask();
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        _fixture.Pool.Return(first);
        _fixture.Pool.Return(second);
        Assert.Equal("0", _fixture.Read(_pages, "SELECT count(*) FROM t"));
        Assert.Equal("0", _fixture.Read(_pages, "SELECT count(*) FROM t"));
    }

    [Fact]
    public void Readers_writers_and_schemas_share_the_capacity()
    {
        var others = Enumerable.Range(0, 5)
            .Select(i => _fixture.Create($"CREATE TABLE t(v); CREATE TABLE o{i}(v)"))
            .ToList();
        for (var round = 0; round < 3; round++)
        {
            foreach (var pages in others)
            {
                _fixture.Write(pages, "INSERT INTO t VALUES(1)");
                Assert.Equal($"{round + 1}", _fixture.Read(pages, "SELECT count(*) FROM t"));
            }
        }

        others.ForEach(pages => pages.Dispose());
    }

    [Fact]
    public async Task A_branch_has_one_writer_at_a_time_and_a_refused_one_costs_no_connection()
    {
        var writer = _fixture.Writer(_pages);
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(
                async () => await _fixture.Pool.RentWriterAsync(_pages, PagesFixture.Open, CancellationToken.None));
        }

        _fixture.Pool.Return(writer);
        _fixture.Write(_pages, "INSERT INTO t VALUES(1)");
    }

    [Fact]
    public void A_connection_is_returned_once()
    {
        using var pin = _pages.PinHead();
        var reader = _fixture.Reader(pin);
        _fixture.Pool.Return(reader);
        Assert.Throws<InvalidOperationException>(() => _fixture.Pool.Return(reader));
    }

    [Fact]
    public async Task Connections_that_were_never_returned_are_closed_with_the_pool_and_give_their_pages_back()
    {
        using var memory = new PageMemory();
        using var vfs = new SqliteVfs($"test-{Guid.NewGuid():N}", TimeProvider.System, new Random(1));
        var pool = new ConnectionPool(vfs, new());
        var template = new DatabaseTemplate(vfs, memory, "CREATE TABLE t(v)", 512);
        var pages = template.Fork();
        var pin = pages.PinHead();
        var lost = await pool.RentWriterAsync(pages, PagesFixture.Open, CancellationToken.None);
        lost.ExecuteScript("BEGIN; INSERT INTO t VALUES(1)");
        var reader = await pool.RentReaderAsync(pin, CancellationToken.None);
        Assert.False(reader.Prepare("SELECT * FROM t").Step());
        pin.Dispose();
        pages.Dispose();
        template.Dispose();
        Assert.NotEqual(0, memory.LiveBytes);
        pool.Dispose();
        Assert.Equal(0, memory.LiveBytes);
    }

    [Fact]
    public void A_reader_keeps_its_version_even_when_the_pin_is_disposed_first()
    {
        _fixture.Write(_pages, "INSERT INTO t VALUES(1)");
        var pin = _pages.PinHead();
        var reader = _fixture.Reader(pin);
        pin.Dispose();
        for (var i = 0; i < 20; i++)
        {
            _fixture.Write(_pages, "INSERT INTO t VALUES(2)");
        }

        Assert.Equal("1", PagesFixture.Scalar(reader, "SELECT count(*) FROM t"));
        _fixture.Pool.Return(reader);
    }
}
