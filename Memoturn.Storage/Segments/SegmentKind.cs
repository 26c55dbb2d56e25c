namespace Memoturn.Storage.Segments;

/// <summary>What an object of the segment format is.</summary>
public enum SegmentKind : byte
{
    /// <summary>Commits: a shipped tail chunk, a compacted run or a snapshot.</summary>
    Data = 0,

    /// <summary>The mark of a new epoch; carries no data and spends the txids up to its <c>hi</c>.</summary>
    Fence = 1,

    /// <summary>The last segment of an epoch that was released in order.</summary>
    Final = 2,

    /// <summary>What an erasure leaves in the place of a data segment.</summary>
    Stub = 3,
}
