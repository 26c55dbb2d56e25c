using System.Collections.Immutable;
using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.Segments;

public sealed class SegmentCodecTests
{
    private static readonly Gen<int> PageSizes = Gen.Int[9, 16].Select(log2 => 1 << log2);

    [Fact]
    [Trait("Accept", "DUR-20")]
    public void Decoding_an_encoded_segment_gives_it_back_at_every_page_size_and_across_the_lock_page() =>
        Gen.Select(Gen.Int, PageSizes).Sample(
            (seed, pageSize) =>
            {
                var segment = SampleSegments.Random(new Random(seed), pageSize);

                var bytes = SegmentCodec.Encode(segment);
                var decoded = SegmentCodec.Decode(bytes, SampleSegments.Key);

                AssertEqual(segment, decoded);
                Assert.True(bytes.Span.SequenceEqual(SegmentCodec.Encode(decoded).Span));
            },
            iter: 2000);

    [Fact]
    [Trait("Accept", "DUR-20")]
    public void Index_entries_ascend_by_page_and_txid_and_none_comes_twice() =>
        Gen.Select(Gen.Int, PageSizes).Sample(
            (seed, pageSize) =>
            {
                var index = SegmentIndex.Of(SampleSegments.Random(new Random(seed), pageSize));
                var keys = index.Entries.Select(row =>
                    (row.Entry.Page.Value, index.Commits[row.CommitIndex].TxId.Value)).ToList();

                Assert.Equal(keys.Distinct().Order(), keys);
            },
            iter: 500);

    [Fact]
    [Trait("Accept", "DUR-19")]
    public void Any_flipped_bit_in_a_segment_is_detected_and_named()
    {
        var bytes = SegmentCodec.Encode(SampleSegments.Small()).ToArray();
        var hash = SegmentCodec.Hash(bytes);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Assert.Throws<CorruptObjectException>(() => SegmentCodec.Decode(bytes, SampleSegments.Key));
            Assert.StartsWith(SampleSegments.Key.Value, error.Message, StringComparison.Ordinal);
            Assert.NotEqual(hash, SegmentCodec.Hash(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    [Trait("Accept", "DUR-19")]
    public void Any_flipped_bit_in_a_snapshot_is_detected_and_named()
    {
        var random = new Random(5);
        var snapshot = SampleSegments.Small();
        var commit = snapshot.Commits[0];
        snapshot = snapshot with
        {
            Seq = 0,
            MinTxId = default,
            Commits =
            [
                commit with
                {
                    Entries = [.. commit.Entries.Select(entry => entry with
                    {
                        Kind =
                            PageEntryKind.Whole, BaseHash = 0, BaseTxId = default, OffsetBytes = 0, LengthBytes = 512,
                    })],
                },
            ],
        };
        var bytes = SegmentCodec.Encode(snapshot).ToArray();
        for (var flip = 0; flip < 1000; flip++)
        {
            var bit = random.Next(bytes.Length * 8);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var error = Assert.Throws<CorruptObjectException>(() => SegmentCodec.Decode(bytes, SampleSegments.Key));
            Assert.StartsWith(SampleSegments.Key.Value, error.Message, StringComparison.Ordinal);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Truncated_bytes_are_a_typed_error()
    {
        var bytes = SegmentCodec.Encode(SampleSegments.Small());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<CorruptObjectException>(() => SegmentCodec.Decode(bytes[..length], SampleSegments.Key));
            Assert.Throws<CorruptObjectException>(() => SegmentCodec.Decode(bytes[^length..], SampleSegments.Key));
        }
    }

    [Fact]
    public void Random_bytes_are_a_typed_error() =>
        Gen.Byte.Array[0, 3000].Sample(
            bytes => Assert.Throws<CorruptObjectException>(() =>
                SegmentCodec.Decode(bytes, SampleSegments.Key)), iter: 2000);

    [Fact]
    public void Damage_under_right_checksums_is_a_typed_error_or_a_valid_segment() =>
        Gen.Select(Gen.Int, PageSizes, Gen.Int[1, 4]).Sample(
            (seed, pageSize, changes) =>
            {
                var random = new Random(seed);
                var bytes = SegmentCodec.Encode(SampleSegments.Random(random, pageSize)).ToArray();
                var footer = SegmentFooter.Read(bytes, bytes.Length, SampleSegments.Key);
                var tailStart = bytes.Length - (int)footer.TailLengthBytes;
                for (var i = 0; i < changes; i++)
                {
                    bytes[random.Next(tailStart, bytes.Length - SegmentFooter.LengthBytes)] = (byte)random.Next(256);
                }

                Reseal(bytes, footer, tailStart);
                DecodeOrRefuse(bytes);
            },
            iter: 20_000);

    [Fact]
    public void A_segment_of_one_commit_costs_little_beside_its_blocks()
    {
        var bytes = SegmentCodec.Encode(SampleSegments.Small());
        var blockBytes = SampleSegments.Small().Commits[0].Blocks.Sum(block => block.Stored.Length);
        var empty = SampleSegments.Small();
        empty = empty with { Commits = [empty.Commits[0] with { Entries = [] }] };
        var overhead = SegmentCodec.Encode(empty).Length - blockBytes;

        Assert.InRange(overhead, 0, 180);
        Assert.InRange((bytes.Length - blockBytes - overhead) / 2, 0, 30);
    }

    [Fact]
    [Trait("Accept", "DUR-20")]
    public void A_page_of_another_size_is_refused()
    {
        var segment = SampleSegments.Small();
        var commit = segment.Commits[0];

        Refused(segment with { Commits = [commit with { PageSize = 1024 }] }, "page size 512");
        Refused(WithEntry(segment, commit.Entries[1] with { LengthBytes = 511 }), "an image of 512 bytes");
        Refused(WithEntry(segment, commit.Entries[0] with { LengthBytes = 512 }), "a delta shorter than a page");
        Refused(segment with { PageSize = 700 }, "a page size");
        Refused(segment with { PageSize = 131_072 }, "a page size");
    }

    [Fact]
    [Trait("Accept", "DUR-20")]
    public void The_lock_page_and_pages_beyond_the_end_are_refused()
    {
        var segment = SampleSegments.Tail(
            1024, SampleSegments.Small().Commits[0] with { PageSize = 1024, PageCount = 1_048_600, Entries = [] });
        var entry = new PageEntry(new(1_048_577), PageEntryKind.Delta, new(40), 1, 2, 0, 0, 9);

        Refused(WithEntry(segment, entry), "other than the lock page");
        Refused(WithEntry(segment, entry with { Page = new(1_048_601) }), "a page of 1 to 1048600");
        Refused(WithEntry(segment, entry with { Page = new(0) }), "a page of 1 to 1048600");
        SegmentCodec.Encode(WithEntry(segment, entry with { Page = new(1_048_578) }));
    }

    [Fact]
    public void Rules_of_the_format_are_checked_before_encoding()
    {
        var small = SampleSegments.Small();
        var commit = small.Commits[0];
        var entry = commit.Entries[0];
        var foreign = ObjectKeys.Tail(new(5), SampleSegments.Branch, 1);

        Refused(small with { Commits = [commit with { Entries = [entry, entry] }] }, "entries ascending");
        Refused(small with { Commits = [commit, commit] }, "commits ascending");
        Refused(small with { Commits = [commit with { PreviousTxId = commit.TxId }] }, "commits ascending");
        Refused(small with { MaxTxId = new(100), MinTxId = new(42) }, "commits ascending within");
        Refused(small with { PageCount = 4 }, "page count 4");
        Refused(small with { Refs = [foreign] }, "refs under");
        Refused(small with { Salt = new(1, 2) }, "a salt with a key");
        Refused(small with { KeyId = 1 }, "a salt with a key");
        Refused(small with { Kind = SegmentKind.Fence }, "no data in a Fence");
        Refused(small with { MinTxId = default }, "whole images in a snapshot");
        Refused(WithEntry(small, entry with { BlockIndex = 1 }), "one of 1 blocks");
        Refused(WithEntry(small, entry with { OffsetBytes = 513 }), "bytes within a block");
        Refused(WithEntry(small, new(new(1), PageEntryKind.Reference, new(3), 0, 1, 0, 0, 0)), "a reference to one "
            + "of 0 refs");
    }

    [Fact]
    public void A_small_segment_and_a_fence_have_their_documented_bytes()
    {
        var text = $"segment\n{Hex(SampleSegments.Small())}\nfence\n{Hex(SampleSegments.Fence())}\n";

        Golden.Match(text, "segment.hex.txt");
        var document = File.ReadAllText(Repository.PathOf("docs/formats/segment.md"));
        Assert.All(text.Split('\n'), line => Assert.Contains(line, document, StringComparison.Ordinal));
    }

    private static string Hex(Segment segment) => string.Join(
        '\n', SegmentCodec.Encode(segment).ToArray().Chunk(32).Select(Convert.ToHexStringLower));

    private static Segment WithEntry(Segment segment, PageEntry entry) =>
        segment with { Commits = [segment.Commits[0] with { Entries = [entry] }] };

    private static void Refused(Segment segment, string rule)
    {
        var error = Assert.Throws<InvariantException>(() => SegmentCodec.Encode(segment));
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    private static void Reseal(byte[] bytes, SegmentFooter footer, int tailStart)
    {
        var sealedFooter = new FieldWriter();
        (footer with { IndexHash = SegmentCodec.Hash(bytes.AsSpan(tailStart..^SegmentFooter.LengthBytes)) }).WriteTo(
            sealedFooter);
        sealedFooter.Written.Span.CopyTo(bytes.AsSpan(^SegmentFooter.LengthBytes..));
    }

    private static void DecodeOrRefuse(byte[] bytes)
    {
        Segment decoded;
        try
        {
            decoded = SegmentCodec.Decode(bytes, SampleSegments.Key);
        }
        catch (CorruptObjectException)
        {
            return;
        }

        AssertEqual(decoded, SegmentCodec.Decode(SegmentCodec.Encode(decoded), SampleSegments.Key));
    }

    private static void AssertEqual(Segment expected, Segment actual)
    {
        Assert.Equal(expected.Refs.AsEnumerable(), actual.Refs);
        Assert.Equal(expected.Commits.Length, actual.Commits.Length);
        foreach (var (left, right) in expected.Commits.Zip(actual.Commits))
        {
            Assert.Equal(left.Entries.AsEnumerable(), right.Entries);
            Assert.Equal(left.Blocks.Select(Text), right.Blocks.Select(Text));
            Assert.Equal(left with { Entries = [], Blocks = [] }, right with { Entries = [], Blocks = [] });
        }

        Assert.Equal(Bare(expected), Bare(actual));
    }

    private static Segment Bare(Segment segment) =>
        segment with { Refs = ImmutableArray<ObjectKey>.Empty, Commits = [] };

    private static string Text(PageBlock block) => $"{block.RawLengthBytes}:{Convert.ToHexString(block.Stored.Span)}";
}
