namespace Memoturn.Storage.Segments;

/// <summary>Non-negative counts as LEB128, low seven bits first; writes one after the other into a span.</summary>
internal ref struct Varint(Span<byte> target)
{
    private const int MaxBytes = 5;

    private readonly Span<byte> _target = target;

    public int LengthBytes { get; private set; }

    /// <summary>False when the span has no room.</summary>
    public bool TryWrite(int value)
    {
        for (var rest = (uint)value; LengthBytes < _target.Length; rest >>= 7)
        {
            _target[LengthBytes++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False when the bytes end within the count or it is above <see cref="int.MaxValue"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ref int offset, out int value)
    {
        ulong read = 0;
        for (var shift = 0; offset < source.Length && shift < MaxBytes * 7; shift += 7)
        {
            var next = source[offset++];
            read |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                value = (int)Math.Min(read, int.MaxValue);
                return read <= int.MaxValue;
            }
        }

        value = 0;
        return false;
    }
}
