using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Segments;

/// <summary>One row of the commit table of a segment's index.</summary>
/// <param name="PageCount">Pages of the database after the commit.</param>
/// <param name="FirstBlock">Zero-based index of its first block in the object's block table.</param>
internal readonly record struct SegmentCommit(
    TxId TxId, TxId PreviousTxId, long AtUnixMs, uint PageCount, int EntryCount, int FirstBlock, int BlockCount);
