using CsCheck;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.Segments;

public sealed class DecodedSegmentCacheTests
{
    private static readonly Segment Segment = SampleSegments.Small();

    [Fact]
    [Trait("Accept", "LIM-19")]
    public void The_cache_of_decoded_objects_never_holds_more_bytes_than_its_bound() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 150]).Array[1, 200].Sample(
            operations =>
            {
                var cache = new DecodedSegmentCache(capacityBytes: 100);
                foreach (var (key, length) in operations)
                {
                    cache.Add(Object(key, length));

                    Assert.InRange(cache.LengthBytes, 0, 100);
                    Assert.Equal(length <= 100, cache.TryGet(Key(key), out _));
                }
            },
            iter: 200);

    [Fact]
    public void The_least_recently_used_object_goes_first()
    {
        var cache = new DecodedSegmentCache(capacityBytes: 100);
        cache.Add(Object(1, 40));
        cache.Add(Object(2, 40));
        Assert.True(cache.TryGet(Key(1), out var found));
        Assert.Same(Segment, found.Segment);

        cache.Add(Object(3, 40));

        Assert.False(cache.TryGet(Key(2), out _));
        Assert.True(cache.TryGet(Key(1), out _));
        Assert.Equal(80, cache.LengthBytes);
    }

    [Fact]
    public void A_removed_object_frees_its_bytes()
    {
        var cache = new DecodedSegmentCache(capacityBytes: 100);
        cache.Add(Object(1, 40));
        cache.Remove(Key(1));
        cache.Remove(Key(2));

        Assert.Equal(0, cache.LengthBytes);
        Assert.False(cache.TryGet(Key(1), out _));
    }

    private static StoredSegment Object(int number, long lengthBytes) =>
        new(Key(number), Segment, (UInt128)number, lengthBytes);

    private static ObjectKey Key(int number) =>
        ObjectKeys.Tail(SampleSegments.Database, SampleSegments.Branch, (ulong)number);
}
