namespace Memoturn.Storage.Databases;

/// <summary>The state an answer reflects.</summary>
public readonly record struct BranchPosition(TxId TxId, Epoch Epoch);
