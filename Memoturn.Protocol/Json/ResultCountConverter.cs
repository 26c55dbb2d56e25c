using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Protocol.Json;

/// <summary>A count of results: any integer, clamped to 1..<see cref="WireLimits.MaxResults"/>.</summary>
internal sealed class ResultCountConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || reader.ValueSpan.IndexOfAny(".eE"u8) >= 0)
        {
            throw new JsonException("expected integer");
        }

        if (reader.TryGetInt64(out var value))
        {
            return (int)Math.Clamp(value, 1, WireLimits.MaxResults);
        }

        return reader.ValueSpan[0] == '-' ? 1 : WireLimits.MaxResults;
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } count)
        {
            writer.WriteNumberValue(count);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
