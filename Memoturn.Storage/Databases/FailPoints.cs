namespace Memoturn.Storage.Databases;

/// <summary>
/// Named places where a test or the simulator may throw, to prove what the engine does then. Production has none.
/// </summary>
public sealed class FailPoints(Action<string> reached)
{
    /// <summary>Before a commit is captured: throwing here is a veto.</summary>
    public const string CommitCheck = "commit.check";

    /// <summary>After the segment is sealed, before its put.</summary>
    public const string ShipPut = "ship.put";

    /// <summary>After the claim landed, before the history is loaded.</summary>
    public const string TakeOverClaimed = "takeover.claimed";

    /// <summary>After the fence landed, before the manifest is read again.</summary>
    public const string TakeOverFenced = "takeover.fenced";

    public void Reach(string point) => reached(point);
}
