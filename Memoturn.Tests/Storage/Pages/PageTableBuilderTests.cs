using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Pages;

public sealed class PageTableBuilderTests : IDisposable
{
    private readonly PageMemory _memory = new();

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void The_table_holds_the_last_image_of_each_page()
    {
        using var builder = new PageTableBuilder(_memory, 512);
        builder.Set(new(3), Filled(1));
        builder.Set(new(3), Filled(2));
        builder.Set(new(1), Filled(3));
        Assert.Equal(2, builder.Get(new(3))[0]);
        Assert.True(builder.Get(new(2)).IsEmpty);
        var table = builder.Build(new(9));
        Assert.Equal(9UL, table.TxId.Value);
        Assert.Equal(3U, table.PageCount);
        Assert.Equal([(1U, 3), (3U, 2)], table.Pages.Select(page => (page.Number.Value, (int)page.Page.Bytes[0])));
        new BranchPages(_memory, table, new()).Dispose();
        Assert.Equal(0, _memory.LiveBytes);
    }

    [Fact]
    public void Lowering_the_page_count_drops_the_pages_above()
    {
        using var builder = new PageTableBuilder(_memory, 512);
        builder.Set(new(1), Filled(1));
        builder.Set(new(5), Filled(5));
        builder.PageCount = 4;
        builder.PageCount = 8;
        Assert.True(builder.Get(new(5)).IsEmpty);
        Assert.Equal(512, _memory.LiveBytes);
    }

    [Fact]
    public void A_builder_that_is_given_up_returns_its_pages()
    {
        var builder = new PageTableBuilder(_memory, 512);
        builder.Set(new(1), Filled(1));
        builder.Dispose();
        Assert.Equal(0, _memory.LiveBytes);
    }

    [Theory]
    [InlineData(512, 2_097_153)]
    [InlineData(1024, 1_048_577)]
    [InlineData(4096, 262_145)]
    public void The_page_of_byte_2_to_the_30_is_counted_and_never_stored(int pageSize, uint number)
    {
        Assert.Equal(number, PageSizes.LockBytePage(pageSize).Value);
        using var builder = new PageTableBuilder(_memory, pageSize);
        builder.Set(new(number), new byte[pageSize]);
        Assert.Equal(number, builder.PageCount);
        Assert.Empty(builder.Build(new(1)).Pages);
        Assert.Equal(0, _memory.LiveBytes);
    }

    [Fact]
    public void Tables_are_compared_by_reference_leaf_by_leaf()
    {
        var branch = BranchHistory.Create(_memory, new(), (1, 1), (64, 2), (65, 3), (200, 4));
        var before = branch.Pages.Tip;
        branch.Commit(pageCount: 150, (65, 9), (66, 9));
        Assert.Equal([65U, 66U, 200U], branch.Pages.Tip.DifferencesFrom(before).Select(number => number.Value));
        Assert.Empty(before.DifferencesFrom(before));
    }

    private static byte[] Filled(byte value)
    {
        var image = new byte[512];
        image.AsSpan().Fill(value);
        return image;
    }
}
