namespace Memoturn.Storage.CommitLogs;

/// <summary>Records that were written and are gone: a bad record with a valid one behind it.</summary>
/// <param name="OffsetBytes">Where in the file the first of them was expected.</param>
/// <param name="FirstLost">Log sequence number of the first record lost.</param>
/// <param name="LastLost">Log sequence number of the last.</param>
/// <param name="WasAcknowledged">
/// False when all of them were in the last group written, which was never acknowledged.
/// </param>
public sealed record LogDamage(ulong File, long OffsetBytes, ulong FirstLost, ulong LastLost, bool WasAcknowledged)
{
    public override string ToString() =>
        $"commit log file {File} at {OffsetBytes}: records {FirstLost} to {LastLost} are unreadable, later ones are "
        + "not; "
        + (WasAcknowledged ? "they had been acknowledged" : "they were never acknowledged");
}
