using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>The pages a transaction has written so far, on top of the version it began with.</summary>
internal sealed class PageOverlay
{
    /// <summary>Below this many pages a scan from the end beats a dictionary.</summary>
    private const int IndexThreshold = 16;

    private readonly List<ChangedPage> _entries = [];
    private Dictionary<uint, int>? _indexes;
    private bool _isAscending = true;

    public int Count => _entries.Count;

    /// <summary>
    /// What was written, ascending by page; changing it is the caller's right once it calls <see cref="Forget"/>.
    /// </summary>
    public List<ChangedPage> Ascending
    {
        get
        {
            if (!_isAscending)
            {
                _entries.Sort(static (left, right) => left.Number.CompareTo(right.Number));
                _isAscending = true;
                _indexes = null;
                if (_entries.Count >= IndexThreshold)
                {
                    BuildIndex();
                }
            }

            return _entries;
        }
    }

    public Page? Find(PageNumber number)
    {
        var index = IndexOf(number);
        return index >= 0 ? _entries[index].Image : null;
    }

    public void Add(PageNumber number, Page image, Page? basis)
    {
        _isAscending &= _entries.Count == 0 || _entries[^1].Number.Value < number.Value;
        _entries.Add(new(number, image, basis));
        if (_indexes is not null)
        {
            _indexes[number.Value] = _entries.Count - 1;
        }
        else if (_entries.Count == IndexThreshold)
        {
            BuildIndex();
        }
    }

    /// <summary>Drops the pages above and returns them to their pool.</summary>
    public void Truncate(uint pageCount, PagePool pool)
    {
        var entries = Ascending;
        while (entries.Count > 0 && entries[^1].Number.Value > pageCount)
        {
            _indexes?.Remove(entries[^1].Number.Value);
            pool.Return(entries[^1].Image);
            entries.RemoveAt(entries.Count - 1);
        }
    }

    /// <summary>Returns every page to its pool.</summary>
    public void Discard(PagePool pool)
    {
        foreach (var entry in _entries)
        {
            pool.Return(entry.Image);
        }

        Forget();
    }

    /// <summary>Forgets the pages; they are someone else's now.</summary>
    public void Forget()
    {
        _entries.Clear();
        _indexes = null;
        _isAscending = true;
    }

    private int IndexOf(PageNumber number)
    {
        if (_indexes is not null)
        {
            return _indexes.TryGetValue(number.Value, out var found) ? found : -1;
        }

        var index = _entries.Count - 1;
        while (index >= 0 && _entries[index].Number != number)
        {
            index--;
        }

        return index;
    }

    private void BuildIndex()
    {
        _indexes = new(_entries.Count * 2);
        for (var i = 0; i < _entries.Count; i++)
        {
            _indexes[_entries[i].Number.Value] = i;
        }
    }
}
