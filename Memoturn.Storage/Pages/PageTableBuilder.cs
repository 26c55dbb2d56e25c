using System.Diagnostics.CodeAnalysis;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Pages;

/// <summary>
/// Collects page images into a table that no branch owns yet: the first <see cref="BranchPages"/> made from it does.
/// Disposing a builder whose table was not built returns its pages.
/// </summary>
public sealed class PageTableBuilder(PageMemory memory, int pageSize) : IDisposable
{
    private readonly PagePool _pool = memory.PoolOf(pageSize);
    private readonly SortedDictionary<uint, Page> _pages = [];
    private readonly uint _lockBytePage = PageSizes.LockBytePage(pageSize).Value;
    private uint _pageCount;

    /// <summary>Pages of the database; lowering it drops the pages above.</summary>
    public uint PageCount
    {
        get => _pageCount;
        set
        {
            if (value < _pageCount)
            {
                DropAbove(value);
            }

            _pageCount = value;
        }
    }

    /// <summary>The image, empty where the page is absent; valid until the page is set again or dropped.</summary>
    public ReadOnlySpan<byte> Get(PageNumber number) =>
        _pages.TryGetValue(number.Value, out var page) ? page.Bytes : [];

    /// <summary>
    /// Copies the image of one page; raises the page count to hold it. The page of byte 2^30 is left out.
    /// </summary>
    public void Set(PageNumber number, ReadOnlySpan<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfZero(number.Value);
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Length, pageSize);
        _pageCount = Math.Max(_pageCount, number.Value);
        if (number.Value == _lockBytePage)
        {
            return;
        }

        if (!_pages.TryGetValue(number.Value, out var page))
        {
            _pages[number.Value] = page = _pool.Rent();
        }

        image.CopyTo(page.Writable);
    }

    /// <summary>The table of what was set; the builder is empty afterwards.</summary>
    public PageTable Build(TxId txId)
    {
        var owner = new PageOwner();
        var changes = new List<ChangedPage>(_pages.Count);
        foreach (var (number, page) in _pages)
        {
            page.Owner = owner;
            changes.Add(new(new(number), page, null));
        }

        var table = PageTable.Empty(pageSize, owner).With(txId, _pageCount, changes, owner);
        _pages.Clear();
        _pageCount = 0;
        return table;
    }

    public void Dispose() => DropAbove(0);

    private void DropAbove(uint pageCount)
    {
        foreach (var number in _pages.Keys.Where(number => number > pageCount).ToArray())
        {
            _pages.Remove(number, out var page);
            Return(page);
        }
    }

    private void Return([NotNull] Page? page)
    {
        ArgumentNullException.ThrowIfNull(page);
        _pool.Return(page);
    }
}
