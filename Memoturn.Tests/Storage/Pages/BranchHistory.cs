using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;

namespace Memoturn.Tests.Storage.Pages;

/// <summary>
/// A branch beside a dictionary that says what each of its versions must hold; pages are filled with one number.
/// </summary>
internal sealed class BranchHistory(PageMemory memory, BranchPages pages, Dictionary<uint, int> tip)
{
    public const int PageSize = 512;

    private readonly SortedDictionary<ulong, Dictionary<uint, int>> _versions = new() { [pages.Tip.TxId.Value] = tip };
    private Dictionary<uint, int> _tip = tip;
    private uint _pageCount = pages.Tip.PageCount;

    public BranchPages Pages { get; } = pages;

    public static BranchHistory Create(
        PageMemory memory, BranchPagesOptions options, params (uint Number, int Content)[] content)
    {
        using var builder = new PageTableBuilder(memory, PageSize);
        var model = new Dictionary<uint, int>();
        foreach (var (number, value) in content)
        {
            builder.Set(new(number), Image(value));
            model[number] = value;
        }

        return new(memory, new(memory, builder.Build(new(1)), options), model);
    }

    public void Commit(uint pageCount, params (uint Number, int Content)[] content)
    {
        var changes = new List<ChangedPage>();
        var next = _tip.Where(pair => pair.Key <= pageCount).ToDictionary();
        foreach (var (number, value) in content)
        {
            var page = memory.Rent(PageSize);
            Image(value).CopyTo(page.Writable);
            changes.Add(new(new(number), page, Pages.Tip.Find(new(number))));
            next[number] = value;
        }

        _tip = next;
        _pageCount = pageCount;
        var txId = Pages.Tip.TxId.Next;
        Pages.Publish(txId, pageCount, [.. changes.OrderBy(change => change.Number)]);
        _versions[txId.Value] = next;
    }

    public void Commit(params (uint Number, int Content)[] content)
    {
        var pageCount = _pageCount;
        foreach (var (number, _) in content)
        {
            pageCount = Math.Max(pageCount, number);
        }

        Commit(pageCount, content);
    }

    /// <summary>What the model says of a version; a copy of its own.</summary>
    public Dictionary<uint, int> At(TxId txId) => _versions[txId.Value];

    public BranchHistory Fork(TxId txId, BranchPagesOptions options)
    {
        var head = At(Pages.Head.TxId);
        return new(memory, Pages.Fork(txId, options), head);
    }

    public static void AssertHolds(PageTable table, Dictionary<uint, int> expected)
    {
        Assert.Equal(expected.Keys.Order(), table.Pages.Select(page => page.Number.Value));
        foreach (var (number, page) in table.Pages)
        {
            var differs = page.Bytes.IndexOfAnyExcept((byte)expected[number.Value]) >= 0;
            Assert.False(differs, $"page {number} of txid {table.TxId}");
        }
    }

    private static byte[] Image(int content)
    {
        var image = new byte[PageSize];
        image.AsSpan().Fill((byte)content);
        return image;
    }
}
