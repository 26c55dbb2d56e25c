using Memoturn.Storage.Pages;
using Memoturn.Storage.Recall;

namespace Memoturn.Storage.Databases;

/// <summary>
/// The pages of an open branch and the head readers see: a page table, its position and its index, one state.
/// </summary>
internal sealed class ResidentBranch(BranchPages pages, HeadState head) : IDisposable
{
    // Page table and head move together under this lock, so that a reader never pairs one version with another's index.
    private readonly Lock _lock = new();
    private HeadState _head = head;
    private bool _isDisposed;

    public BranchPages Pages { get; } = pages;

    public HeadState Head => Volatile.Read(ref _head);

    public long Bytes => Pages.ResidentBytes + (Head.Index?.ResidentBytes ?? 0);

    /// <summary>
    /// Pins the head; null when the branch was closed or changed hands meanwhile, and is to be looked up anew.
    /// </summary>
    public PinnedHead? TryPin()
    {
        lock (_lock)
        {
            return _isDisposed ? null : new(Pages.PinHead(), _head);
        }
    }

    /// <summary>Makes a newer committed version the head.</summary>
    public void Advance(HeadState next)
    {
        lock (_lock)
        {
            Pages.AdvanceHead(next.Position.TxId);
            Volatile.Write(ref _head, next);
        }
    }

    /// <summary>Gives the head the index built from it; ignored when the head has moved on.</summary>
    public void Adopt(RecallIndex index, TxId txid)
    {
        lock (_lock)
        {
            if (_head.Position.TxId == txid)
            {
                Volatile.Write(ref _head, _head with { Index = index });
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        Pages.Dispose();
    }
}
