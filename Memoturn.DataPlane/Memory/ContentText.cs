using System.Text;
using System.Text.Json;

namespace Memoturn.DataPlane.Memory;

/// <summary>The words of a JSON value: its string leaves in order, a space between them.</summary>
internal static class ContentText
{
    /// <summary>UTF-8 bytes that are indexed; what is longer is cut between characters.</summary>
    public const int MaxBytes = 65_536;

    public static string Of(JsonElement? content)
    {
        if (content is not { } value)
        {
            return "";
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return Cut(value.GetString() ?? "");
        }

        var text = new StringBuilder();
        Append(value, text);
        return Cut(text.ToString());
    }

    private static void Append(JsonElement value, StringBuilder text)
    {
        // One character is at least one byte: beyond the bound nothing is kept anyway.
        if (text.Length > MaxBytes)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(text.Length == 0 ? "" : " ").Append(value.GetString());
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Append(item, text);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Append(member.Value, text);
                }

                break;
        }
    }

    private static string Cut(string text)
    {
        if (Encoding.UTF8.GetMaxByteCount(text.Length) <= MaxBytes || Encoding.UTF8.GetByteCount(text) <= MaxBytes)
        {
            return text;
        }

        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
