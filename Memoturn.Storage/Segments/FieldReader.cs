using System.Buffers.Binary;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>
/// Reads what <see cref="FieldWriter"/> wrote. Bytes that end early or make no value are a
/// <see cref="CorruptObjectException"/>.
/// </summary>
internal ref struct FieldReader(ReadOnlySpan<byte> source, ObjectKey key)
{
    private const int MaxVarintShift = 63;

    private readonly ReadOnlySpan<byte> _source = source;
    private int _offset;

    public readonly int RemainingBytes => _source.Length - _offset;

    public byte ReadByte() => ReadBytes(1)[0];

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    public UInt128 ReadUInt128() => BinaryPrimitives.ReadUInt128LittleEndian(ReadBytes(16));

    public ulong ReadVarint()
    {
        var value = 0ul;
        for (var shift = 0; shift <= MaxVarintShift; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return shift < MaxVarintShift
                    || next <= 1 ? value : throw Corrupt("a varint of 64 bits", "a longer one");
            }
        }

        throw Corrupt("a varint of 64 bits", "a longer one");
    }

    /// <param name="max">The highest value that makes sense here.</param>
    public int ReadInt32(int max)
    {
        var value = ReadVarint();
        return value <= (ulong)max ? (int)value : throw Corrupt($"a number up to {max}", $"{value}");
    }

    /// <summary>
    /// Number of items that follow, of at least <paramref name="minItemBytes"/> each: never more than the bytes can
    /// hold.
    /// </summary>
    public int ReadCount(int minItemBytes) => ReadInt32(RemainingBytes / minItemBytes);

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if (length > RemainingBytes)
        {
            throw Corrupt($"{length} bytes", $"{RemainingBytes}");
        }

        _offset += length;
        return _source.Slice(_offset - length, length);
    }

    public readonly void RequireEnd()
    {
        if (RemainingBytes != 0)
        {
            throw Corrupt("the end", $"{RemainingBytes} more bytes");
        }
    }

    public readonly CorruptObjectException Corrupt(string expected, string found) =>
        new($"{key}: {expected} expected at byte {_offset} of {_source.Length}, found {found}");
}
