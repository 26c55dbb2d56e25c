using Memoturn.Storage.Catalog;
using Microsoft.Extensions.Logging;

namespace Memoturn.Storage.Databases;

/// <summary>What the engine tells the people who run it.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(StorageEventIds.TakenOver, LogLevel.Debug, "{Branch} is owned at epoch {Epoch}, txid {TxId}")]
    public static partial void TakenOver(this ILogger logger, DatabaseSpec branch, ulong epoch, TxId txId);

    [LoggerMessage(StorageEventIds.Fenced, LogLevel.Warning, "{Branch} was taken over at epoch {Epoch}: nothing more "
        + "is added here")]
    public static partial void Fenced(this ILogger logger, DatabaseSpec branch, ulong epoch);

    [LoggerMessage(
        StorageEventIds.SetAside,
        LogLevel.Error,
        "{Count} commits of {Branch}, txids {First} to {Last}, belong to no history and were set aside in the "
        + "conflict directory")]
    public static partial void SetAside(this ILogger logger, DatabaseSpec branch, int count, TxId first, TxId last);

    [LoggerMessage(StorageEventIds.LogFailed, LogLevel.Critical, "the commit log failed and is closed; writes are "
        + "refused until it is reopened")]
    public static partial void LogFailed(this ILogger logger, LocalDiskException failure);

    [LoggerMessage(StorageEventIds.LogReopened, LogLevel.Warning, "the commit log is open again; {Count} branches "
        + "are recovered from it")]
    public static partial void LogReopened(this ILogger logger, int count);

    [LoggerMessage(StorageEventIds.LogDamaged, LogLevel.Error, "{Damage}")]
    public static partial void LogDamaged(this ILogger logger, CommitLogs.LogDamage damage);

    [LoggerMessage(StorageEventIds.ShipFailed, LogLevel.Warning, "{Branch} could not be shipped and is tried again")]
    public static partial void ShipFailed(this ILogger logger, DatabaseSpec branch, StoreUnavailableException failure);

    [LoggerMessage(StorageEventIds.RecoveryDeferred, LogLevel.Warning, "{Branch} could not be recovered now; its "
        + "records stay in the commit log")]
    public static partial void RecoveryDeferred(this ILogger logger, DatabaseSpec branch, StorageException reason);

    [LoggerMessage(StorageEventIds.ClosedUnshipped, LogLevel.Warning, "{Branch} was closed without its clean end; "
        + "the next owner replays the commit log")]
    public static partial void ClosedUnshipped(this ILogger logger, DatabaseSpec branch, Exception reason);
}
