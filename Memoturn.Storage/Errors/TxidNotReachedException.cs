using Memoturn.Storage.Databases;

namespace Memoturn.Storage;

/// <summary>The read floor lies above what this node has, or in a range lost in a failover.</summary>
public sealed class TxidNotReachedException(string message, TxId served, Epoch epoch) : StorageException(message)
{
    /// <summary>The txid this node could have served.</summary>
    public TxId Served { get; } = served;

    public Epoch Epoch { get; } = epoch;
}
