using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Pages;

/// <summary>
/// One version of a database: page number to page. Immutable for whoever pins or shares it; forks and later versions
/// share its leaves.
/// </summary>
/// <remarks>A page at or below <see cref="PageCount"/> that is absent was never written and reads as zeros.</remarks>
public sealed class PageTable
{
    private PageLeaf?[] _root;
    private PageOwner _rootOwner;

    internal PageTable(int pageSize, TxId txId, uint pageCount, PageLeaf?[] root, PageOwner rootOwner)
    {
        PageSize = pageSize;
        TxId = txId;
        PageCount = pageCount;
        _root = root;
        _rootOwner = rootOwner;
    }

    public TxId TxId { get; private set; }

    public int PageSize { get; }

    public uint PageCount { get; private set; }

    /// <summary>The pages that are present, ascending.</summary>
    public IEnumerable<TablePage> Pages
    {
        get
        {
            for (var leafIndex = 0; leafIndex < _root.Length; leafIndex++)
            {
                for (var slot = 0; _root[leafIndex] is { } leaf && slot < PageLeaf.Length; slot++)
                {
                    if (leaf[slot] is { } page)
                    {
                        yield return new(NumberOf(leafIndex, slot), page);
                    }
                }
            }
        }
    }

    /// <summary>Whose pages a freshly built table holds.</summary>
    internal PageOwner Owner => _rootOwner;

    /// <summary>The schema id interned for this version; zero while nobody asked.</summary>
    internal SchemaStamp Schema { get; set; }

    /// <summary>The page, or null where it is absent.</summary>
    public Page? Find(PageNumber number)
    {
        var index = number.Value - 1;
        return index < PageCount && _root[index >> PageLeaf.Shift] is { } leaf
            ? leaf[(int)index & PageLeaf.Mask]
            : null;
    }

    /// <summary>
    /// The numbers, ascending, whose page is not the same object in both tables; leaves that are shared cost nothing.
    /// </summary>
    public IEnumerable<PageNumber> DifferencesFrom(PageTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var leafIndex = 0; leafIndex < Math.Max(_root.Length, other._root.Length); leafIndex++)
        {
            var (mine, theirs) = (LeafAt(leafIndex), other.LeafAt(leafIndex));
            for (var slot = 0; mine != theirs && slot < PageLeaf.Length; slot++)
            {
                if (mine?[slot] != theirs?[slot])
                {
                    yield return NumberOf(leafIndex, slot);
                }
            }
        }
    }

    internal static PageTable Empty(int pageSize, PageOwner owner) =>
        new(PageSizes.Require(pageSize), TxId.Zero, 0, [], owner);

    /// <summary>The same pages under another number: what a fork begins with.</summary>
    internal PageTable Renumbered(TxId txId) => new(PageSize, txId, PageCount, _root, _rootOwner) { Schema = Schema };

    /// <summary>The next version, sharing every leaf the changes do not touch.</summary>
    internal PageTable With(TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes, PageOwner owner)
    {
        var next = new PageTable(PageSize, txId, PageCount, [.. _root], owner);
        next.Apply(txId, pageCount, changes, owner, leavesAreShared: true);
        return next;
    }

    /// <summary>Turns this version into the next one; the caller has made sure that nobody else sees it.</summary>
    internal void ChangeInPlace(TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes, PageOwner owner)
    {
        if (_rootOwner != owner)
        {
            _root = [.. _root];
            _rootOwner = owner;
        }

        Apply(txId, pageCount, changes, owner, leavesAreShared: false);
    }

    private static PageNumber NumberOf(int leafIndex, int slot) =>
        new(((uint)leafIndex << PageLeaf.Shift) + (uint)slot + 1);

    private static int LeavesFor(uint pageCount) => (int)((pageCount + PageLeaf.Mask) >> PageLeaf.Shift);

    private void Apply(
        TxId txId, uint pageCount, IReadOnlyList<ChangedPage> changes, PageOwner owner, bool leavesAreShared)
    {
        if (pageCount < PageCount)
        {
            ClearAbove(pageCount, owner, leavesAreShared);
        }

        if (_root.Length != LeavesFor(pageCount))
        {
            Array.Resize(ref _root, LeavesFor(pageCount));
        }

        var copied = -1;
        for (var i = 0; i < changes.Count; i++)
        {
            var index = changes[i].Number.Value - 1;
            var leafIndex = (int)(index >> PageLeaf.Shift);
            var leaf = WritableLeaf(leafIndex, owner, leavesAreShared && leafIndex != copied);
            copied = leafIndex;
            leaf[(int)index & PageLeaf.Mask] = changes[i].Image;
        }

        TxId = txId;
        PageCount = pageCount;
    }

    private void ClearAbove(uint pageCount, PageOwner owner, bool leavesAreShared)
    {
        var firstGone = (int)(pageCount & PageLeaf.Mask);
        var leafIndex = (int)(pageCount >> PageLeaf.Shift);
        if (firstGone == 0 || LeafAt(leafIndex) is null)
        {
            return;
        }

        var leaf = WritableLeaf(leafIndex, owner, leavesAreShared);
        for (var slot = firstGone; slot < PageLeaf.Length; slot++)
        {
            leaf[slot] = null;
        }
    }

    private PageLeaf WritableLeaf(int leafIndex, PageOwner owner, bool copies)
    {
        var leaf = _root[leafIndex];
        if (leaf is null || copies || leaf.Owner != owner)
        {
            _root[leafIndex] = leaf = leaf?.CopyFor(owner) ?? new(owner);
        }

        return leaf;
    }

    private PageLeaf? LeafAt(int leafIndex) => leafIndex < _root.Length ? _root[leafIndex] : null;
}
