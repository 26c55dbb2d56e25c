using Memoturn.Storage;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Storage.Segments;

public sealed class SegmentReaderTests
{
    private readonly CountingObjectStore _store = new(new MemoryObjectStore(new FakeTimeProvider()));
    private readonly SegmentReader _reader;

    public SegmentReaderTests() => _reader = new(_store);

    [Fact]
    public async Task The_index_of_a_small_object_is_one_ranged_read()
    {
        var length = await PutAsync(SampleSegments.Small());

        var index = await _reader.FindIndexAsync(SampleSegments.Key, length, default);

        Assert.Equal(SegmentIndex.Of(SampleSegments.Small()).Entries.AsEnumerable(), index!.Entries);
        Assert.Equal(1, _store.RangedGets);
        Assert.Equal(0, _store.Gets);
    }

    [Fact]
    public async Task The_index_of_a_large_object_is_two_and_its_blocks_lie_where_it_says()
    {
        var large = Large();
        var length = await PutAsync(large);

        var index = await _reader.FindIndexAsync(SampleSegments.Key, length, default);

        Assert.Equal(2, _store.RangedGets);
        var row = index!.Entries[4000];
        var block = index.BlockOf(row);
        var stored = await _store.FindRangeAsync(
            SampleSegments.Key, block.OffsetBytes, block.StoredLengthBytes, default);
        Assert.True(stored!.Content.Span.SequenceEqual(large.Commits[0].Blocks[row.Entry.BlockIndex].Stored.Span));
    }

    [Fact]
    public async Task A_missing_object_is_null_and_one_of_another_length_corrupt()
    {
        Assert.Null(await _reader.FindIndexAsync(SampleSegments.Key, 500, default));
        Assert.Null(await _reader.FindAsync(SampleSegments.Key, default));
        var length = await PutAsync(SampleSegments.Small());

        await Assert.ThrowsAsync<CorruptObjectException>(
            () => _reader.FindIndexAsync(SampleSegments.Key, length - 1, default));
        await Assert.ThrowsAsync<CorruptObjectException>(
            () => _reader.FindIndexAsync(SampleSegments.Key, length + 1, default));
        Assert.NotNull(await _reader.FindAsync(SampleSegments.Key, default));
    }

    private async Task<long> PutAsync(Segment segment)
    {
        var bytes = SegmentCodec.Encode(segment);
        await _store.PutAsync(SampleSegments.Key, bytes, PutCondition.Always, default);
        return bytes.Length;
    }

    private static Segment Large()
    {
        var commit = SampleSegments.Small().Commits[0] with
        {
            PageCount = 5000,
            Entries = [.. Enumerable.Range(1, 5000).Select(page => new PageEntry(
                new((uint)page), PageEntryKind.Delta, new(40), 1, 2, page % 100, 0, 9))],
            Blocks =
                [.. Enumerable.Range(0, 100).Select(block => new PageBlock(new byte[] { (byte)block, 1, 2, 3 }, 521))],
        };
        return SampleSegments.Tail(512, commit);
    }
}
