namespace Memoturn.Storage;

/// <summary>Ids of the engine's log events, 200 to 399; never used twice.</summary>
internal static class StorageEventIds
{
    public const int TakenOver = 201;
    public const int Fenced = 202;
    public const int SetAside = 203;
    public const int LogFailed = 204;
    public const int LogReopened = 205;
    public const int LogDamaged = 206;
    public const int ShipFailed = 207;
    public const int RecoveryDeferred = 208;
    public const int ClosedUnshipped = 209;
    public const int NoDataSync = 301;
}
