namespace Memoturn.Storage.Segments;

/// <summary>One row of the entry table of a segment's index.</summary>
/// <param name="CommitIndex">Zero-based row of the commit table.</param>
/// <param name="Entry">Its block index counts within the commit.</param>
internal readonly record struct SegmentEntry(int CommitIndex, PageEntry Entry);
