using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Pages;
using ZstdSharp;

namespace Memoturn.Storage.Segments;

/// <summary>
/// Turns the pages of one commit into what is logged and shipped. One per writer, used by one thread at a time: it
/// reuses its buffers, and only the bytes of the result are allocated.
/// </summary>
internal sealed class CommitCapture : IDisposable
{
    private const int CompressionLevel = 1;

    private readonly Compressor _compressor = new(CompressionLevel);
    private readonly byte[] _raw = new byte[PageBlock.MaxRawBytes];
    private readonly byte[] _packed = new byte[Compressor.GetCompressBound(PageBlock.MaxRawBytes)];
    private readonly ImmutableArray<PageBlock>.Builder _blocks = ImmutableArray.CreateBuilder<PageBlock>();
    private int _rawLength;

    /// <summary>Captures a commit.</summary>
    /// <param name="pages">Ascending by page, each page once.</param>
    /// <exception cref="InvariantException">The pages do not ascend.</exception>
    public CapturedCommit Capture(
        TxId txId, TxId previous, long atUnixMs, int pageSize, uint pageCount, IReadOnlyList<ChangedPage> pages)
    {
        _blocks.Clear();
        _rawLength = 0;
        var entries = new PageEntry[pages.Count];
        for (var index = 0; index < pages.Count; index++)
        {
            RequireAscending(pages, index, txId);
            entries[index] = CaptureOne(pages[index], pageSize);
        }

        CloseBlock();
        return new(
            txId, previous, atUnixMs, pageSize, pageCount, ImmutableCollectionsMarshal.AsImmutableArray(entries),
            _blocks.ToImmutable(), (long)pages.Count * pageSize);
    }

    public void Dispose() => _compressor.Dispose();

    private PageEntry CaptureOne(ChangedPage page, int pageSize)
    {
        var image = page.Image.Bytes;
        if (_rawLength + pageSize > PageBlock.MaxRawBytes)
        {
            CloseBlock();
        }

        var resultHash = XxHash3.HashToUInt64(image);
        var room = _raw.AsSpan(_rawLength, pageSize);

        // An entry without bytes would have no block to lie in where it comes last: an unchanged page is kept whole.
        if (page.Base is { } before
            && PageDelta.TryEncode(before.Bytes, image, room[..^1], out var deltaLength)
            && deltaLength > 0)
        {
            var baseHash = XxHash3.HashToUInt64(before.Bytes);
            return Place(new(page.Number, PageEntryKind.Delta, before.Birth, baseHash, resultHash, 0, 0, deltaLength));
        }

        image.CopyTo(room);
        return Place(new(page.Number, PageEntryKind.Whole, TxId.Zero, 0, resultHash, 0, 0, pageSize));
    }

    private PageEntry Place(PageEntry entry)
    {
        var placed = entry with { BlockIndex = _blocks.Count, OffsetBytes = _rawLength };
        _rawLength += entry.LengthBytes;
        return placed;
    }

    private void CloseBlock()
    {
        if (_rawLength == 0)
        {
            return;
        }

        var raw = _raw.AsSpan(0, _rawLength);
        var packedLength = _compressor.Wrap(raw, _packed);
        var stored = packedLength < _rawLength ? _packed.AsSpan(0, packedLength) : raw;
        _blocks.Add(new(stored.ToArray(), _rawLength));
        _rawLength = 0;
    }

    private static void RequireAscending(IReadOnlyList<ChangedPage> pages, int index, TxId txId)
    {
        if (index > 0 && pages[index].Number.Value <= pages[index - 1].Number.Value)
        {
            throw new InvariantException(
                $"capture of txid {txId}: page above {pages[index - 1].Number} expected, found {pages[index].Number}");
        }
    }
}
