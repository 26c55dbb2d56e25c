namespace Memoturn.Storage.CommitLogs;

/// <summary>What ties a record's bytes to the one place they were written to.</summary>
/// <param name="Lsn">Log sequence number: one more than the record before, across files.</param>
/// <param name="SyncedLsn">The last record known to be on disk when this one was written.</param>
internal readonly record struct LogRecordStamp(LogId Log, ulong File, ulong Lsn, ulong SyncedLsn);
