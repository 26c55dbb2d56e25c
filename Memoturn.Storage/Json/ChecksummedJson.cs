using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Json;

/// <summary>
/// A JSON object whose last member is <c>"checksum"</c>: XxHash128, 32 hex digits, over every byte before the comma
/// that
/// precedes it.
/// </summary>
internal static class ChecksummedJson
{
    private const int DigitCount = 32;

    private static readonly int TailLength = Tail(0).Length;

    /// <param name="json">An object with at least one member, without a checksum.</param>
    public static ReadOnlyMemory<byte> Seal(ReadOnlySpan<byte> json)
    {
        var body = json[..^1];
        return (byte[])[.. body, .. Tail(XxHash128.HashToUInt128(body))];
    }

    /// <summary>The object without its checksum.</summary>
    /// <exception cref="CorruptObjectException">The checksum is missing or another one.</exception>
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> content, ObjectKey key)
    {
        if (content.Length <= TailLength)
        {
            throw new CorruptObjectException($"{key}: checksummed JSON expected, found {content.Length} bytes");
        }

        var body = content.Span[..^TailLength];
        var expected = Tail(XxHash128.HashToUInt128(body));
        if (!content.Span[^TailLength..].SequenceEqual(expected))
        {
            var found = Encoding.ASCII.GetString(content.Span[^TailLength..]);
            throw new CorruptObjectException($"{key}: expected {Encoding.ASCII.GetString(expected)}, found {found}");
        }

        return (byte[])[.. body, (byte)'}'];
    }

    private static byte[] Tail(UInt128 hash) =>
        Encoding.ASCII.GetBytes($",\"checksum\":\"{hash.ToString("x" + DigitCount, CultureInfo.InvariantCulture)}\"}}");
}
