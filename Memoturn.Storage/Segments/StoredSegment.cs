using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>A segment as read and verified.</summary>
/// <param name="Hash">Of the whole object: what the next tail object's header carries.</param>
internal sealed record StoredSegment(ObjectKey Key, Segment Segment, UInt128 Hash, long LengthBytes);
