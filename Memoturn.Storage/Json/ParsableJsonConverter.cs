using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Storage.Json;

/// <summary>A value that parses and formats itself, as a JSON string.</summary>
internal sealed class ParsableJsonConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return T.TryParse(text, null, out var value)
            ? value
            : throw new JsonException($"{typeof(T).Name} expected, found '{text}'");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
