using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Json;

/// <summary>An object key as a JSON string.</summary>
internal sealed class ObjectKeyJsonConverter : JsonConverter<ObjectKey>
{
    public override ObjectKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        var key = new ObjectKey(text ?? "");
        return key.IsValid ? key : throw new JsonException($"object key expected, found '{text}'");
    }

    public override void Write(Utf8JsonWriter writer, ObjectKey value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
