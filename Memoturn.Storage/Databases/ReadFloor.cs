namespace Memoturn.Storage.Databases;

/// <summary>What a read asks of the state it is answered from.</summary>
/// <param name="MinTxId">Never answer below this txid; null for no floor.</param>
public readonly record struct ReadFloor(Consistency Consistency, TxId? MinTxId)
{
    public static readonly ReadFloor Any;
}
