using System.Buffers;
using System.Text;
using System.Text.Json;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Memory;

/// <summary>The words of a JSON value: its string leaves in order, a space between them.</summary>
internal static class ContentText
{
    /// <summary>UTF-8 bytes that are indexed; what is longer is cut between characters.</summary>
    public const int MaxBytes = 65_536;

    /// <param name="json">Well-formed JSON, UTF-8.</param>
    public static string Of(ReadOnlySpan<byte> json)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(json.Length + 1);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = WireLimits.JsonDepth });
        var length = 0;
        while (length <= MaxBytes && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                length += length == 0 ? 0 : AppendSpace(buffer, length);
                length += reader.CopyString(buffer.AsSpan(length));
            }
        }

        var text = Encoding.UTF8.GetString(Cut(buffer.AsSpan(0, length)));
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    private static int AppendSpace(byte[] buffer, int length)
    {
        buffer[length] = (byte)' ';
        return 1;
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text)
    {
        const int continuationMask = 0xC0;
        const int continuation = 0x80;
        if (text.Length <= MaxBytes)
        {
            return text;
        }

        var end = MaxBytes;
        while ((text[end] & continuationMask) == continuation)
        {
            end--;
        }

        return text[..end];
    }
}
