namespace Memoturn.DataPlane;

/// <summary>Ids of the node's log events; never used twice.</summary>
internal static class EventIds
{
    public const int RequestFailed = 1;
    public const int OddSetting = 2;
    public const int AuthenticationOff = 3;
    public const int SweepFailed = 10;
}
