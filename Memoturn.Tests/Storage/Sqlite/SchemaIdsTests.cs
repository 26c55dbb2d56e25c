using Memoturn.Storage;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.Storage.Sqlite;

public sealed class SchemaIdsTests : IDisposable
{
    private readonly PagesFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void One_schema_has_one_id_a_multiple_of_65536_whatever_the_rows()
    {
        using var left = _fixture.Create("CREATE TABLE t(v)");
        using var right = _fixture.Create("CREATE TABLE t(v); INSERT INTO t VALUES(1)");
        var id = _fixture.Vfs.Schemas.StampOf(left.Tip).Id;
        Assert.Equal(id, _fixture.Vfs.Schemas.StampOf(right.Tip).Id);
        Assert.NotEqual(0U, id);
        Assert.Equal(0U, id % SchemaIds.Step);
    }

    [Theory]
    [InlineData("CREATE TABLE t(w)", 1024)]
    [InlineData("CREATE TABLE t(v);", 4096)]
    [InlineData("CREATE TABLE o(v); CREATE TABLE t(v); DROP TABLE o; ", 1024)]
    [InlineData("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(v)", 1024)]
    public void Text_root_page_page_size_and_encoding_each_make_another_schema(string sql, int pageSize)
    {
        using var left = _fixture.Create("CREATE TABLE t(v)");
        using var right = _fixture.Create(sql, pageSize);
        Assert.NotEqual(_fixture.Vfs.Schemas.StampOf(left.Tip), _fixture.Vfs.Schemas.StampOf(right.Tip));
    }

    [Fact]
    public void A_schema_of_many_pages_with_overflowing_rows_is_hashed_whole()
    {
        var tables = TablesOfGrowingText(120);
        using var left = _fixture.Create(tables, 512);
        using var right = _fixture.Create(tables, 512);
        using var other = _fixture.Create(tables.Replace("xxx, b)", "xxy, b)", StringComparison.Ordinal), 512);
        Assert.Equal(SchemaFingerprint.Of(left.Tip), SchemaFingerprint.Of(right.Tip));
        Assert.NotEqual(SchemaFingerprint.Of(left.Tip), SchemaFingerprint.Of(other.Tip));
    }

    [Fact]
    public void Damaged_schema_pages_are_a_typed_error_and_never_a_hang()
    {
        var tables = TablesOfGrowingText(60);
        using var sound = _fixture.Create(tables, 512);
        var random = new Random(11);
        var failures = 0;
        for (var i = 0; i < 500; i++)
        {
            using var damaged = Damage(sound.Tip, random);
            try
            {
                SchemaFingerprint.Of(damaged.Tip);
            }
            catch (CorruptObjectException)
            {
                failures++;
            }
        }

        Assert.InRange(failures, 10, 500);
    }

    [Fact]
    public async Task A_database_whose_schema_is_damaged_is_refused_and_costs_no_connection()
    {
        using var sound = _fixture.Create("CREATE TABLE t(v)");
        using var builder = Copy(sound.Tip);
        builder.Set(new(1), new byte[1024]);
        using var damaged = new BranchPages(_fixture.Memory, builder.Build(new(1)), PagesFixture.InPlace);
        using var pin = damaged.PinHead();
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<CorruptObjectException>(
                async () => await _fixture.Pool.RentReaderAsync(pin, CancellationToken.None));
        }

        Assert.Equal("0", _fixture.Read(sound, "SELECT count(*) FROM t"));
    }

    [Fact]
    public void When_the_ids_run_out_a_new_generation_begins()
    {
        var ids = new SchemaIds();
        var first = ids.Intern(1);
        for (UInt128 i = 2; ids.Generation == 0; i++)
        {
            ids.Intern(i);
        }

        var again = ids.Intern(1);
        Assert.Equal(0, first.Generation);
        Assert.Equal(1, again.Generation);
        Assert.NotEqual(first, again);
    }

    [Fact]
    public void Databases_are_read_right_across_a_new_generation()
    {
        using var left = _fixture.Create("CREATE TABLE t(v); INSERT INTO t VALUES('left')");
        using var right = _fixture.Create("CREATE TABLE u(v); CREATE TABLE t(v); INSERT INTO t VALUES('right')");
        Assert.Equal("left", _fixture.Read(left, "SELECT v FROM t"));
        for (UInt128 i = 1; _fixture.Vfs.Schemas.Generation == 0; i++)
        {
            _fixture.Vfs.Schemas.Intern(i);
        }

        Assert.Equal("right", _fixture.Read(right, "SELECT v FROM t"));
        Assert.Equal("left", _fixture.Read(left, "SELECT v FROM t"));
    }

    private static string TablesOfGrowingText(int count) => string.Join(
        ';', Enumerable.Range(0, count).Select(i => $"CREATE TABLE t{i}(a{new string('x', i * 13)}, b)"));

    private PageTableBuilder Copy(PageTable table)
    {
        var builder = new PageTableBuilder(_fixture.Memory, table.PageSize);
        foreach (var (number, page) in table.Pages)
        {
            builder.Set(number, page.Bytes);
        }

        return builder;
    }

    private BranchPages Damage(PageTable table, Random random)
    {
        using var builder = Copy(table);
        var number = random.Next(2) == 0 ? 1 : random.Next(1, (int)table.PageCount + 1);
        var image = builder.Get(new((uint)number)).ToArray();
        for (var i = 0; i < 8; i++)
        {
            image[(number == 1 ? 100 : 0) + random.Next(random.Next(2) == 0 ? 60 : 400)] = (byte)random.Next(256);
        }

        builder.Set(new((uint)number), image);
        return new(_fixture.Memory, builder.Build(new(1)), PagesFixture.InPlace);
    }
}
