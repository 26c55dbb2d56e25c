using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Storage.Manifests;

namespace Memoturn.Storage.Json;

/// <summary>A range of txids as <c>[from, to]</c>.</summary>
internal sealed class TxIdRangeJsonConverter : JsonConverter<TxIdRange>
{
    public override TxIdRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var isArray = reader.TokenType == JsonTokenType.StartArray && reader.Read();
        Require(isArray);
        var from = TxIdJsonConverter.Read(ref reader);
        Require(reader.Read());
        var to = TxIdJsonConverter.Read(ref reader);
        Require(reader.Read() && reader.TokenType == JsonTokenType.EndArray);
        return new(from, to);
    }

    public override void Write(Utf8JsonWriter writer, TxIdRange value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.From.Value);
        writer.WriteNumberValue(value.To.Value);
        writer.WriteEndArray();
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new JsonException("txid range: [from, to] expected");
        }
    }
}
