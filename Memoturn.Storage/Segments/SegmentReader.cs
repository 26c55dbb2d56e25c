using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Segments;

/// <summary>Reads segments from a store, whole or by their tail alone.</summary>
internal sealed class SegmentReader(IObjectStore store)
{
    /// <summary>Enough for footer and index of all but large objects in one request.</summary>
    private const int FirstTailBytes = 64 * 1024;

    /// <summary>The whole segment, verified; null when the key has no object.</summary>
    /// <exception cref="CorruptObjectException">Names object, expected and found.</exception>
    public async Task<Segment?> FindAsync(ObjectKey key, CancellationToken token) =>
        await store.FindAsync(key, token) is { } found ? SegmentCodec.Decode(found.Content, key) : null;

    /// <summary>The index alone, in one or two ranged reads; null when the key has no object.</summary>
    /// <param name="lengthBytes">Length of the object, as a listing or a manifest has it.</param>
    /// <exception cref="CorruptObjectException">Names object, expected and found.</exception>
    public async Task<SegmentIndex?> FindIndexAsync(ObjectKey key, long lengthBytes, CancellationToken token)
    {
        if (await FindTailAsync(key, lengthBytes, FirstTailBytes, token) is not { } tail)
        {
            return null;
        }

        var footer = SegmentFooter.Read(tail.Span, lengthBytes, key);
        if (footer.TailLengthBytes > tail.Length)
        {
            if (await FindTailAsync(key, lengthBytes, footer.TailLengthBytes, token) is not { } whole)
            {
                return null;
            }

            tail = whole;
        }

        return SegmentIndex.Read(tail.Span, footer, lengthBytes, key);
    }

    private async Task<ReadOnlyMemory<byte>?> FindTailAsync(
        ObjectKey key, long lengthBytes, long tailBytes, CancellationToken token)
    {
        var take = (int)Math.Min(tailBytes, lengthBytes);
        if (await store.FindRangeAsync(key, lengthBytes - take, take, token) is not { } found)
        {
            return null;
        }

        return found.LengthBytes == lengthBytes && found.Content.Length == take
            ? found.Content
            : throw new CorruptObjectException($"{key}: {lengthBytes} bytes expected, found {found.LengthBytes}");
    }
}
