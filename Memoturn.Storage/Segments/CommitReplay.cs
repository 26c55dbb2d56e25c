using System.IO.Hashing;
using Memoturn.Storage.Pages;
using ZstdSharp;

namespace Memoturn.Storage.Segments;

/// <summary>The image a page has before the commit; empty where the page has none.</summary>
internal delegate ReadOnlySpan<byte> PageImageSource(PageNumber page);

/// <summary>Takes the image a page has after the commit; the bytes are the caller's again afterwards.</summary>
internal delegate void PageImageSink(PageNumber page, ReadOnlySpan<byte> image);

/// <summary>
/// Puts captured commits back onto pages, checking every base and every result. Used by one thread at a time: it
/// reuses its buffers.
/// </summary>
internal sealed class CommitReplay : IDisposable
{
    private readonly Decompressor _decompressor = new();
    private byte[] _raw = [];
    private byte[] _image = [];

    /// <summary>Makes of a table at the commit before the table of this one.</summary>
    /// <exception cref="CorruptObjectException">As below; what the builder then holds is worthless.</exception>
    public void Apply(CapturedCommit commit, string source, PageTableBuilder pages)
    {
        Apply(commit, source, pages.Get, pages.Set);
        pages.PageCount = commit.PageCount;
    }

    /// <summary>Applies the whole and the delta entries of a commit.</summary>
    /// <param name="source">What messages name: the object or log the commit came from.</param>
    /// <exception cref="CorruptObjectException">
    /// A block does not unpack, a base is not the one the delta was made from, or a result is not the image captured.
    /// </exception>
    public void Apply(CapturedCommit commit, string source, PageImageSource current, PageImageSink next)
    {
        if (_image.Length != commit.PageSize)
        {
            _image = new byte[commit.PageSize];
        }

        int? unpacked = null;
        foreach (var entry in commit.Entries)
        {
            if (entry.Kind == PageEntryKind.Reference)
            {
                throw new CorruptObjectException(
                    $"{source} txid {commit.TxId} page {entry.Page}: image or delta expected, found a reference");
            }

            if (entry.BlockIndex != unpacked)
            {
                Unpack(commit, source, entry);
                unpacked = entry.BlockIndex;
            }

            MakeImage(commit, source, entry, current);
            next(entry.Page, _image);
        }
    }

    public void Dispose() => _decompressor.Dispose();

    private void MakeImage(CapturedCommit commit, string source, PageEntry entry, PageImageSource current)
    {
        var rawLength = commit.Blocks[entry.BlockIndex].RawLengthBytes;
        if (entry.OffsetBytes < 0 || entry.LengthBytes < 0 || entry.LengthBytes > rawLength - entry.OffsetBytes)
        {
            throw new CorruptObjectException(
                $"{source} txid {commit.TxId} page {entry.Page}: {entry.LengthBytes} bytes at {entry.OffsetBytes} "
                + $"expected in a block of {rawLength}");
        }

        var content = _raw.AsSpan(entry.OffsetBytes, entry.LengthBytes);
        if (entry.Kind == PageEntryKind.Delta)
        {
            var baseImage = current(entry.Page);
            RequireHash(commit, source, entry, "base", entry.BaseHash, baseImage);
            PageDelta.Apply(baseImage, content, _image);
        }
        else if (content.Length == _image.Length)
        {
            content.CopyTo(_image);
        }
        else
        {
            throw new CorruptObjectException(
                $"{source} txid {commit.TxId} page {entry.Page}: image of {_image.Length} bytes expected, found "
                + $"{content.Length}");
        }

        RequireHash(commit, source, entry, "result", entry.ResultHash, _image);
    }

    private void Unpack(CapturedCommit commit, string source, PageEntry entry)
    {
        if ((uint)entry.BlockIndex >= (uint)commit.Blocks.Length)
        {
            throw new CorruptObjectException(
                $"{source} txid {commit.TxId} page {entry.Page}: block below {commit.Blocks.Length} expected, found "
                + $"{entry.BlockIndex}");
        }

        var block = commit.Blocks[entry.BlockIndex];
        if (_raw.Length < block.RawLengthBytes)
        {
            _raw = new byte[Math.Max(block.RawLengthBytes, PageBlock.MaxRawBytes)];
        }

        if (!block.IsPacked)
        {
            block.Stored.Span.CopyTo(_raw);
            return;
        }

        int length;
        try
        {
            length = _decompressor.Unwrap(block.Stored.Span, _raw.AsSpan(0, block.RawLengthBytes));
        }
        catch (ZstdException failure)
        {
            throw new CorruptObjectException(
                $"{source} txid {commit.TxId} block {entry.BlockIndex}: {failure.Message}", failure);
        }

        if (length != block.RawLengthBytes)
        {
            throw new CorruptObjectException(
                $"{source} txid {commit.TxId} block {entry.BlockIndex}: {block.RawLengthBytes} bytes unpacked "
                + $"expected, found {length}");
        }
    }

    private static void RequireHash(
        CapturedCommit commit, string source, PageEntry entry, string image, ulong expected, ReadOnlySpan<byte> found)
    {
        if (found.Length != commit.PageSize)
        {
            throw new CorruptObjectException(
                $"{source} txid {commit.TxId} page {entry.Page}: {image} of {commit.PageSize} bytes expected, found "
                + $"{found.Length}");
        }

        var hash = XxHash3.HashToUInt64(found);
        if (hash != expected)
        {
            throw new CorruptObjectException(
                $"{source} txid {commit.TxId} page {entry.Page}: {image} hash {expected:x16} expected, found "
                + $"{hash:x16}");
        }
    }
}
