using System.Buffers.Binary;
using System.Security.Cryptography;
using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// Hash of all rows of sqlite_schema with page size and encoding, read from the pages themselves. Cryptographic,
/// because a schema is its tenant's text and two schemas of one hash would be read with each other's root pages.
/// </summary>
/// <remarks>B-tree and record layout: https://sqlite.org/fileformat2.html, 1.6.</remarks>
/// <exception cref="CorruptObjectException">The b-tree of page 1 is malformed.</exception>
internal sealed class SchemaFingerprint : IDisposable
{
    private const byte InteriorTable = 5;
    private const byte LeafTable = 13;
    private const int InteriorHeaderBytes = 12;
    private const int LeafHeaderBytes = 8;
    private const int CellCountOffset = 3;
    private const int RightmostOffset = 8;
    private const int MaxDepth = 20;

    private readonly PageTable _table;
    private readonly int _usableBytes;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private uint _pagesLeft;

    private SchemaFingerprint(PageTable table, ReadOnlySpan<byte> header)
    {
        _table = table;
        _pagesLeft = table.PageCount;
        _usableBytes = table.PageSize - header[DatabaseHeader.ReservedBytesOffset];
        Append((uint)table.PageSize);
        Append(DatabaseHeader.Field(header, DatabaseHeader.EncodingOffset));
    }

    public static UInt128 Of(PageTable table)
    {
        if (table.Find(PageNumber.Header) is not { } header)
        {
            return (UInt128)table.PageSize;
        }

        using var fingerprint = new SchemaFingerprint(table, header.Bytes);
        fingerprint.AppendSubtree(PageNumber.Header, 0);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        fingerprint._hash.GetHashAndReset(hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public void Dispose() => _hash.Dispose();

    private void AppendSubtree(PageNumber number, int depth)
    {
        var page = Read(number);
        var start = number == PageNumber.Header ? DatabaseHeader.SizeBytes : 0;
        var kind = page[start];
        if (kind is not (InteriorTable or LeafTable) || depth > MaxDepth)
        {
            throw Corrupt(number);
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(page[(start + CellCountOffset)..]);
        var pointers = start + (kind == LeafTable ? LeafHeaderBytes : InteriorHeaderBytes);
        for (var i = 0; i < count; i++)
        {
            var offset = BinaryPrimitives.ReadUInt16BigEndian(Piece(page, pointers + (2 * i), 2, number));
            var cell = Piece(page, offset, page.Length - Math.Min(offset, page.Length), number);
            if (kind == LeafTable)
            {
                AppendRow(cell, number);
            }
            else
            {
                AppendSubtree(PointerAt(cell, 0, number), depth + 1);
            }
        }

        if (kind == InteriorTable)
        {
            AppendSubtree(PointerAt(page, start + RightmostOffset, number), depth + 1);
        }
    }

    private void AppendRow(ReadOnlySpan<byte> cell, PageNumber number)
    {
        var payloadBytes = ReadVarint(ref cell, number);
        _ = ReadVarint(ref cell, number);
        if (payloadBytes > (ulong)_table.PageCount * (uint)_table.PageSize)
        {
            throw Corrupt(number);
        }

        Append((uint)payloadBytes);
        var local = LocalBytes((long)payloadBytes);
        _hash.AppendData(Piece(cell, 0, local, number));
        var left = (long)payloadBytes - local;
        if (left > 0)
        {
            AppendOverflow(PointerAt(cell, local, number), left);
        }
    }

    private void AppendOverflow(PageNumber number, long left)
    {
        while (left > 0)
        {
            var page = Read(number);
            var take = (int)Math.Min(left, _usableBytes - sizeof(uint));
            _hash.AppendData(page.Slice(sizeof(uint), take));
            left -= take;
            number = PointerAt(page, 0, number);
        }
    }

    private int LocalBytes(long payloadBytes)
    {
        var most = _usableBytes - 35;
        if (payloadBytes <= most)
        {
            return (int)payloadBytes;
        }

        var least = ((_usableBytes - 12) * 32 / 255) - 23;
        var wanted = least + ((payloadBytes - least) % (_usableBytes - 4));
        return (int)(wanted <= most ? wanted : least);
    }

    private ReadOnlySpan<byte> Read(PageNumber number)
    {
        if (_pagesLeft == 0 || _table.Find(number) is not { } page)
        {
            throw Corrupt(number);
        }

        _pagesLeft--;
        return page.Bytes;
    }

    private void Append(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _hash.AppendData(bytes);
    }

    private PageNumber PointerAt(ReadOnlySpan<byte> bytes, int offset, PageNumber holder) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(Piece(bytes, offset, sizeof(uint), holder)));

    private ReadOnlySpan<byte> Piece(ReadOnlySpan<byte> bytes, int offset, int lengthBytes, PageNumber holder) =>
        offset + lengthBytes <= bytes.Length ? bytes.Slice(offset, lengthBytes) : throw Corrupt(holder);

    private ulong ReadVarint(ref ReadOnlySpan<byte> bytes, PageNumber holder)
    {
        const int longest = 9;
        ulong value = 0;
        for (var i = 0; i < longest; i++)
        {
            var next = Piece(bytes, i, 1, holder)[0];
            value = i == longest - 1 ? (value << 8) | next : (value << 7) | (next & 0x7Fu);
            if (next < 0x80 || i == longest - 1)
            {
                bytes = bytes[(i + 1)..];
                break;
            }
        }

        return value;
    }

    private CorruptObjectException Corrupt(PageNumber number) =>
        new($"sqlite_schema at txid {_table.TxId}: page {number} of {_table.PageCount} is no table b-tree page");
}
