using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>Where a record lies in the log, and what decides about it without reading it.</summary>
public sealed record LoggedRecord(
    BranchId Branch, Epoch Epoch, TxId TxId, TxId PreviousTxId, ulong File, long OffsetBytes, int LengthBytes);
