using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Memoturn.Protocol.Json;

/// <summary>
/// Walks a body along the type it will be read as, before it is read: the serializer alone reports neither nulls in
/// lists, nor unpaired surrogates, nor numbers beyond a double, and seldom says what it expected.
/// </summary>
internal static class ShapeCheck
{
    private const string InvalidText = "string is not valid Unicode";

    /// <returns>The first fault; null when the body has the shape.</returns>
    /// <exception cref="JsonException">Not JSON, or nested too deep.</exception>
    public static ShapeFault? Find(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        var reader = new Utf8JsonReader(json, new() { MaxDepth = WireLimits.JsonDepth });
        reader.Read();
        var fault = Value(ref reader, type);
        if (fault is null && reader.Read())
        {
            throw new JsonException("text after the value");
        }

        return fault;
    }

    private static ShapeFault? Value(ref Utf8JsonReader reader, JsonTypeInfo? type) => type switch
    {
        null => Anything(ref reader),
        _ when Nullable.GetUnderlyingType(type.Type) is { } inner => Value(ref reader, type.Options.GetTypeInfo(inner)),
        { Kind: JsonTypeInfoKind.Object } => Members(ref reader, type),
        { Kind: JsonTypeInfoKind.Dictionary } => Members(ref reader, type),
        { Kind: JsonTypeInfoKind.Enumerable } => Items(ref reader, type.Options.GetTypeInfo(type.ElementType!)),
        _ => Leaf(ref reader, type.Type),
    };

    private static ShapeFault? Members(ref Utf8JsonReader reader, JsonTypeInfo? type)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return new("", "expected object");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!IsUnicode(ref reader))
            {
                return new("", "member name is not valid Unicode");
            }

            var name = reader.GetString()!;
            reader.Read();
            if (Member(ref reader, type, name) is { } fault)
            {
                return fault.Under(name);
            }
        }

        return null;
    }

    private static ShapeFault? Member(ref Utf8JsonReader reader, JsonTypeInfo? type, string name)
    {
        if (type is { Kind: JsonTypeInfoKind.Dictionary })
        {
            return Value(ref reader, type.Options.GetTypeInfo(type.ElementType!));
        }

        var member = type?.Properties.FirstOrDefault(property => property.Name == name);
        var isFree = member is null or { CustomConverter: not null } || reader.TokenType == JsonTokenType.Null;
        return isFree ? Anything(ref reader) : Value(ref reader, type!.Options.GetTypeInfo(member!.PropertyType));
    }

    private static ShapeFault? Items(ref Utf8JsonReader reader, JsonTypeInfo? type)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return new("", "expected array");
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (Value(ref reader, type) is { } fault)
            {
                return fault.Under(string.Create(CultureInfo.InvariantCulture, $"[{i}]"));
            }
        }

        return null;
    }

    private static ShapeFault? Anything(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Members(ref reader, null),
        JsonTokenType.StartArray => Items(ref reader, null),
        JsonTokenType.String => IsUnicode(ref reader) ? null : new("", InvalidText),
        JsonTokenType.Number => IsFinite(ref reader) ? null : new("", "number out of range"),
        _ => null,
    };

    private static ShapeFault? Leaf(ref Utf8JsonReader reader, Type type)
    {
        var (matches, expected) = (Type.GetTypeCode(type), reader.TokenType) switch
        {
            (TypeCode.String, var token) => (token == JsonTokenType.String, "string"),
            (TypeCode.Boolean, var token) => (token is JsonTokenType.True or JsonTokenType.False, "boolean"),
            (TypeCode.Int64, var token) => (token == JsonTokenType.Number && reader.TryGetInt64(out _), "integer"),
            (TypeCode.Single, _) => (IsSingle(ref reader), "number of the range of a 32-bit float"),
            (TypeCode.Double, var token) => (token == JsonTokenType.Number, "number"),
            _ => (true, ""),
        };
        return matches ? Anything(ref reader) : new("", $"expected {expected}");
    }

    private static bool IsSingle(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && float.IsFinite((float)value);

    private static bool IsFinite(ref Utf8JsonReader reader) =>
        reader.TryGetDouble(out var value) && double.IsFinite(value);

    private static bool IsUnicode(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Utf8.IsValid(reader.ValueSpan);
        }

        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
