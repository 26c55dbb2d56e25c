using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// The change counter one file presents to its SQLite connection, which keeps its page cache as long as it finds the
/// same number: a new one whenever the version is not the one seen last, never one that was shown or written before.
/// </summary>
internal sealed class ViewCounter
{
    private uint _highest;
    private PageTable? _table;
    private TxId _txId;

    /// <summary>The number presented now.</summary>
    public uint Current { get; private set; }

    public void Show(PageTable table)
    {
        if (_table == table && _txId == table.TxId)
        {
            return;
        }

        Current = ++_highest;
        Know(table);
    }

    /// <summary>SQLite wrote this counter; a rollback writes old ones back. The numbers may wrap round.</summary>
    public void Wrote(uint counter)
    {
        if ((int)(counter - _highest) > 0)
        {
            _highest = counter;
        }
    }

    /// <summary>After a commit SQLite's cache stands for the new version under the counter it wrote.</summary>
    public void Committed(uint counter, PageTable table)
    {
        Current = counter;
        Know(table);
    }

    /// <summary>What SQLite has cached stands for no version: whatever is seen next gets a new number.</summary>
    public void Forget() => _table = null;

    private void Know(PageTable table)
    {
        _table = table;
        _txId = table.TxId;
    }
}
