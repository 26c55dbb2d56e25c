using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Pages;

/// <summary>
/// A version that stays as it is, with all its pages, until it is disposed and nobody holds it any more.
/// </summary>
public sealed class PinnedTable : IDisposable
{
    private readonly BranchPages _branch;
    private int _holds = 1;
    private int _disposed;

    internal PinnedTable(BranchPages branch, PageTable table)
    {
        _branch = branch;
        Table = table;
    }

    public PageTable Table { get; }

    /// <summary>A new branch that begins with this version under the number <paramref name="txId"/>.</summary>
    /// <param name="options">How the new branch publishes; null for the same as this one.</param>
    public BranchPages Fork(TxId txId, BranchPagesOptions? options = null)
    {
        Hold();
        return _branch.ForkOf(this, txId, options);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    /// <summary>Keeps the version beyond disposal, until the matching <see cref="Release"/>.</summary>
    internal void Hold()
    {
        var seen = Volatile.Read(ref _holds);
        while (seen > 0)
        {
            var found = Interlocked.CompareExchange(ref _holds, seen + 1, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }

        throw new ObjectDisposedException(nameof(PinnedTable));
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            _branch.Unpin(Table.TxId);
        }
    }
}
