namespace Memoturn.Storage.Segments;

/// <summary>
/// One row of the block table of a segment's index: where the block's stored bytes lie in the object.
/// </summary>
internal readonly record struct SegmentBlock(long OffsetBytes, int StoredLengthBytes, int RawLengthBytes);
