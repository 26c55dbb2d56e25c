using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Pages;

public sealed class PageMemoryTests : IDisposable
{
    private readonly PageMemory _memory = new();

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Rented_pages_never_overlap()
    {
        var pages = Enumerable.Range(0, 3000).Select(_ => _memory.Rent(1024)).ToList();
        for (var i = 0; i < pages.Count; i++)
        {
            BitConverter.TryWriteBytes(pages[i].Writable, i);
            pages[i].Writable[^1] = (byte)i;
        }

        for (var i = 0; i < pages.Count; i++)
        {
            Assert.Equal(i, BitConverter.ToInt32(pages[i].Bytes));
            Assert.Equal((byte)i, pages[i].Bytes[^1]);
        }
    }

    [Fact]
    public void Bytes_are_counted_by_page_and_by_slab()
    {
        var small = _memory.Rent(512);
        var large = _memory.Rent(65536);
        Assert.Equal(512 + 65536, _memory.LiveBytes);
        Assert.Equal(2 << 20, _memory.ReservedBytes);
        _memory.Return(small);
        _memory.Return(large);
        Assert.Equal(0, _memory.LiveBytes);
        Assert.Same(small, _memory.Rent(512));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1000)]
    [InlineData(131072)]
    public void Page_sizes_SQLite_does_not_know_are_refused(int pageSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _memory.Rent(pageSize));
}
