using CsCheck;
using Memoturn.Storage;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Segments;

namespace Memoturn.Tests.Storage.Segments;

public sealed class CommitReplayTests : IDisposable
{
    private const string Source = "commit log file 1";

    private readonly PageMemory _memory = new();
    private readonly CommitCapture _capture = new();
    private readonly CommitReplay _replay = new();

    public void Dispose()
    {
        _capture.Dispose();
        _replay.Dispose();
        _memory.Dispose();
    }

    [Fact]
    public void Replaying_captured_commits_gives_the_pages_of_the_last() =>
        Gen.Select(Gen.Int[0, 3], Gen.Select(Gen.UInt[1, 80], Gen.Int[0, 2], Gen.Int).Array[1, 90].Array[1, 6]).Sample(
            (size, commits) =>
            {
                var pageSize = new[] { 512, 1024, 4096, 65536 }[size];
                var pages = new SortedDictionary<uint, Page>();
                using var builder = new PageTableBuilder(_memory, pageSize);
                for (var txId = 1UL; txId <= (ulong)commits.Length; txId++)
                {
                    var changes = Changes(pages, commits[txId - 1], pageSize, txId);
                    _replay.Apply(Capture(txId, pageSize, pages.Keys.Max(), changes), Source, builder);
                }

                foreach (var (number, page) in pages)
                {
                    Assert.Equal(page.Bytes, builder.Get(new(number)));
                }
            },
            iter: 40, threads: 1);

    [Fact]
    public void A_page_without_a_base_is_kept_whole()
    {
        var commit = Capture(1, 1024, 1, [new(new(1), Filled(1024, 5), null)]);
        var entry = Assert.Single(commit.Entries);
        Assert.Equal(PageEntryKind.Whole, entry.Kind);
        Assert.Equal(1024, entry.LengthBytes);
        Assert.Equal(1024, commit.RawPageBytes);
        Assert.True(Assert.Single(commit.Blocks).IsPacked);
    }

    [Fact]
    public void A_page_with_a_base_is_its_difference_and_names_the_bases_txid()
    {
        var (before, after) = (Filled(1024, 5), Filled(1024, 5));
        before.Birth = new(41);
        after.Writable[100] = 6;
        var commit = Capture(50, 1024, 1, [new(new(3), after, before)]);
        var entry = Assert.Single(commit.Entries);
        Assert.Equal((PageEntryKind.Delta, new TxId(41), 3), (entry.Kind, entry.BaseTxId, entry.LengthBytes));
    }

    [Fact]
    public void An_unchanged_page_is_kept_whole_so_that_it_lies_in_a_block()
    {
        var (before, after) = (Filled(512, 1), Filled(512, 1));
        var commit = Capture(2, 512, 1, [new(new(1), after, before)]);
        Assert.Equal(PageEntryKind.Whole, Assert.Single(commit.Entries).Kind);
        Assert.Single(commit.Blocks);
    }

    [Fact]
    public void A_page_whose_difference_is_no_smaller_is_kept_whole()
    {
        var (before, after) = (Filled(512, 1), Filled(512, 2));
        Assert.Equal(PageEntryKind.Whole, Assert.Single(Capture(2, 512, 1, [new(new(1), after, before)]).Entries).Kind);
    }

    [Fact]
    public void Blocks_hold_64_KiB_at_most()
    {
        var commit = Capture(1, 4096, 40, [.. Enumerable.Range(1, 40).Select(
            number => new ChangedPage(new((uint)number), Random(4096, number), null))]);
        Assert.Equal([65536, 65536, 32768], commit.Blocks.Select(block => block.RawLengthBytes));
        Assert.All(commit.Blocks, block => Assert.False(block.IsPacked));
    }

    [Fact]
    public void Pages_that_do_not_ascend_are_refused()
    {
        var page = Filled(512, 1);
        Assert.Throws<InvariantException>(() => Capture(1, 512, 2, [new(new(2), page, null), new(new(2), page, null)]));
    }

    [Fact]
    public void A_base_that_is_not_the_one_captured_is_corrupt_and_named()
    {
        var (before, after) = (Filled(512, 1), Filled(512, 1));
        after.Writable[7] = 9;
        using var builder = new PageTableBuilder(_memory, 512);
        builder.Set(new(4), Filled(512, 8).Bytes);
        var commit = Capture(2, 512, 4, [new(new(4), after, before)]);
        var failure = Assert.Throws<CorruptObjectException>(() => _replay.Apply(commit, Source, builder));
        Assert.Contains($"{Source} txid 2 page 4: base hash", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_that_is_absent_is_corrupt()
    {
        var (before, after) = (Filled(512, 1), Filled(512, 1));
        after.Writable[7] = 9;
        using var builder = new PageTableBuilder(_memory, 512);
        var commit = Capture(2, 512, 4, [new(new(4), after, before)]);
        Assert.Throws<CorruptObjectException>(() => _replay.Apply(commit, Source, builder));
    }

    [Fact]
    public void A_block_whose_bytes_changed_is_corrupt() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte[1, 255])
        .Sample(
        (place, mask) =>
        {
            var commit = Capture(1, 512, 1, [new(new(1), Text(512), null)]);
            var stored = commit.Blocks[0].Stored.ToArray();
            stored[place % stored.Length] ^= mask;
            var changed = commit with { Blocks = [new PageBlock(stored, commit.Blocks[0].RawLengthBytes)] };
            using var builder = new PageTableBuilder(_memory, 512);
            try
            {
                _replay.Apply(changed, Source, builder);
                Assert.Equal(Text(512).Bytes, builder.Get(new(1)));
            }
            catch (CorruptObjectException)
            {
            }
        },
        iter: 500, threads: 1);

    [Fact]
    public void Entries_that_point_outside_their_block_are_corrupt()
    {
        var commit = Capture(1, 512, 1, [new(new(1), Text(512), null)]);
        var entry = commit.Entries[0];
        PageEntry[] wrong =
        [
            entry with { BlockIndex = 1 }, entry with { BlockIndex = -1 }, entry with { OffsetBytes = 1 },
            entry with { OffsetBytes = -1 }, entry with { LengthBytes = 513 }, entry with { LengthBytes = 511 },
            entry with { Kind = PageEntryKind.Reference }, entry with { ResultHash = 0 },
        ];
        Assert.All(wrong, one =>
        {
            using var builder = new PageTableBuilder(_memory, 512);
            Assert.Throws<CorruptObjectException>(
                () => _replay.Apply(commit with { Entries = [one] }, Source, builder));
        });
    }

    private CapturedCommit Capture(ulong txId, int pageSize, uint pageCount, IReadOnlyList<ChangedPage> changes) =>
        _capture.Capture(new(txId), new(txId - 1), (long)txId, pageSize, pageCount, changes);

    private List<ChangedPage> Changes(
        SortedDictionary<uint, Page> pages, (uint Number, int Kind, int Seed)[] edits, int pageSize, ulong txId)
    {
        var changes = new List<ChangedPage>();
        foreach (var (number, kind, seed) in edits.DistinctBy(edit => edit.Number).OrderBy(edit => edit.Number))
        {
            var before = pages.GetValueOrDefault(number);
            var page = _memory.Rent(pageSize);
            page.Birth = new(txId);
            before?.Bytes.CopyTo(page.Writable);
            var random = new Random(seed);
            var span = kind == 0 || before is null
                ? page.Writable
                : page.Writable.Slice(random.Next(pageSize / 2), random.Next(pageSize / 2));
            random.NextBytes(span);
            changes.Add(new(new(number), page, before));
            pages[number] = page;
        }

        return changes;
    }

    private Page Filled(int pageSize, byte value)
    {
        var page = _memory.Rent(pageSize);
        page.Writable.Fill(value);
        return page;
    }

    private Page Random(int pageSize, int seed)
    {
        var page = _memory.Rent(pageSize);
        new Random(seed).NextBytes(page.Writable);
        return page;
    }

    private Page Text(int pageSize)
    {
        var page = _memory.Rent(pageSize);
        for (var index = 0; index < pageSize; index++)
        {
            page.Writable[index] = (byte)('a' + (index * index % 17));
        }

        return page;
    }
}
