using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Protocol.Json;

/// <summary>A vector: an array of numbers, each finite as a 32-bit float.</summary>
internal sealed class EmbeddingConverter : JsonConverter<ImmutableArray<float>?>
{
    public override ImmutableArray<float>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected array");
        }

        var values = ImmutableArray.CreateBuilder<float>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number
                || !reader.TryGetDouble(out var value)
                || !float.IsFinite((float)value))
            {
                throw new JsonException("expected numbers of the range of a 32-bit float");
            }

            values.Add((float)value);
        }

        return values.DrainToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableArray<float>? value, JsonSerializerOptions options)
    {
        if (value is not { IsDefault: false } values)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartArray();
        foreach (var number in values)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
