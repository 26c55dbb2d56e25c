using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Json;

/// <summary>A txid as a JSON number.</summary>
internal sealed class TxIdJsonConverter : JsonConverter<TxId>
{
    public override TxId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader);

    public override void Write(Utf8JsonWriter writer, TxId value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Value);

    public static TxId Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var value)
            ? new(value)
            : throw new JsonException("txid: unsigned integer expected");
}
