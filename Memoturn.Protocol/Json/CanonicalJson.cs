using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Memoturn.Protocol.Json;

/// <summary>
/// The one spelling of a JSON value: compact, keys sorted by their UTF-8 bytes, minimal escapes, numbers in shortest
/// form. Of a repeated key the last one counts. Source: docs/formats/memory-id.md.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Writes the canonical form as UTF-8.</summary>
    /// <exception cref="FormatException">A number lies beyond the range of a double.</exception>
    public static void Write(JsonElement value, IBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.String:
                WriteString(Encoding.UTF8.GetBytes(value.GetString() ?? ""), output);
                break;
            case JsonValueKind.Number:
                WriteNumber(value, output);
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            default:
                output.Write("null"u8);
                break;
        }
    }

    private static void WriteObject(JsonElement value, IBufferWriter<byte> output)
    {
        var members = new SortedDictionary<byte[], JsonElement>(Utf8Order.Instance);
        foreach (var member in value.EnumerateObject())
        {
            members[Encoding.UTF8.GetBytes(member.Name)] = member.Value;
        }

        var separator = "{"u8;
        foreach (var (name, member) in members)
        {
            output.Write(separator);
            WriteString(name, output);
            output.Write(":"u8);
            Write(member, output);
            separator = ","u8;
        }

        output.Write(members.Count == 0 ? "{}"u8 : "}"u8);
    }

    private static void WriteArray(JsonElement value, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        var separator = ""u8;
        foreach (var item in value.EnumerateArray())
        {
            output.Write(separator);
            Write(item, output);
            separator = ","u8;
        }

        output.Write("]"u8);
    }

    private static void WriteString(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= 0x20 && text[i] is not ((byte)'"' or (byte)'\\'))
            {
                continue;
            }

            output.Write(text[start..i]);
            WriteEscape(text[i], output);
            start = i + 1;
        }

        output.Write(text[start..]);
        output.Write("\""u8);
    }

    private static void WriteEscape(byte value, IBufferWriter<byte> output)
    {
        var escape = value switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            _ => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{value:x4}")),
        };
        output.Write(escape);
    }

    private static void WriteNumber(JsonElement value, IBufferWriter<byte> output)
    {
        var text = IsInteger(value, out var integer) ? integer : CanonicalNumber.Format(value.GetDouble());
        output.Write(Encoding.ASCII.GetBytes(text));
    }

    private static bool IsInteger(JsonElement value, out string digits)
    {
        digits = value.GetRawText();
        return digits != "-0"
            && digits.AsSpan().IndexOfAny(".eE") < 0
            && (value.TryGetInt64(out _) || value.TryGetUInt64(out _));
    }

    private sealed class Utf8Order : IComparer<byte[]>
    {
        public static readonly Utf8Order Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
