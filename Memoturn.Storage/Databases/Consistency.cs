namespace Memoturn.Storage.Databases;

/// <summary>Where a read is answered from.</summary>
public enum Consistency
{
    /// <summary>This node's copy, restored from object storage when cold.</summary>
    Cached,

    /// <summary>The owner's state, after its lease was checked.</summary>
    Primary,
}
