using Memoturn.Storage.Leases;

namespace Memoturn.Storage.Databases;

/// <summary>
/// One ownership of one branch: its epoch, its lease, how far it may hand out txids, and whether it is over.
/// </summary>
internal sealed class Ownership(Epoch epoch, LeaseId lease, NodeLease node, TxId ceiling)
{
    private ulong _ceiling = ceiling.Value;
    private Exception? _end;

    public Epoch Epoch { get; } = epoch;

    public LeaseId Lease { get; } = lease;

    /// <summary>Why it was ended; null while it was not.</summary>
    public Exception? Reason => Volatile.Read(ref _end);

    public bool IsOver => Volatile.Read(ref _end) is not null || !node.IsHeld(Lease);

    /// <summary>Throws unless a write may be committed, acknowledged or confirmed now.</summary>
    /// <exception cref="FencedException">Another epoch owns the branch.</exception>
    /// <exception cref="BranchUnavailableException">The lease has run out, or the branch is closing.</exception>
    public void RequireWritable()
    {
        switch (Volatile.Read(ref _end))
        {
            case FencedException fenced:
                throw new FencedException(fenced.Found, fenced.Held);
            case { } end:
                throw new BranchUnavailableException(end.Message, end);
        }

        if (!node.IsHeld(Lease))
        {
            throw new BranchUnavailableException("lease expired before acknowledgement");
        }
    }

    /// <summary>
    /// Throws unless <paramref name="txid"/> lies within the window above what the store knows (protocol B8).
    /// </summary>
    /// <exception cref="OverloadedException">Shipping must catch up first.</exception>
    public void RequireRoom(TxId txid)
    {
        var bound = Volatile.Read(ref _ceiling) + HistoryTip.Window;
        if (txid.Value > bound)
        {
            throw new OverloadedException(
                $"txid {txid} is above {bound}, the highest this owner may hand out before it ships; retry later",
                TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>The store now knows txids up to here.</summary>
    public void Confirm(TxId ceiling) => Volatile.Write(ref _ceiling, ceiling.Value);

    /// <summary>Ends the ownership; the first reason stays.</summary>
    public bool End(Exception reason) => Interlocked.CompareExchange(ref _end, reason, null) is null;
}
