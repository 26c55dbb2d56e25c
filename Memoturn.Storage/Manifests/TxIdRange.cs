using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Manifests;

/// <summary>Txids from <paramref name="From"/> to <paramref name="To"/>, both included.</summary>
public readonly record struct TxIdRange(TxId From, TxId To)
{
    public bool Contains(TxId txid) => From <= txid && txid <= To;
}
