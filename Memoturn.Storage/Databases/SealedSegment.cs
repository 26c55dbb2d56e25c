using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>
/// A segment whose bytes never change again: every attempt to put it sends the same ones (protocol A7).
/// </summary>
internal sealed record SealedSegment(Segment Content, ObjectKey Key, ReadOnlyMemory<byte> Bytes, UInt128 Hash)
{
    public static SealedSegment Of(Segment content)
    {
        var bytes = SegmentCodec.Encode(content);
        return new(
            content, ObjectKeys.Tail(content.Database, content.Origin, content.Seq), bytes,
            SegmentCodec.Hash(bytes.Span));
    }
}
