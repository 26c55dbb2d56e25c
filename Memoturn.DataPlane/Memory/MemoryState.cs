namespace Memoturn.DataPlane.Memory;

/// <summary>What an id names at a moment.</summary>
internal enum MemoryState
{
    Absent,
    Active,
    Superseded,

    /// <summary>Past its end and not swept yet; counts as absent for whoever writes the id again.</summary>
    Expired,
}
