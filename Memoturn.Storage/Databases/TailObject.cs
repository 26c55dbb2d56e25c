using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>A tail object as read and verified.</summary>
internal sealed record TailObject(ObjectKey Key, Segment Segment, UInt128 Hash, long LengthBytes);
