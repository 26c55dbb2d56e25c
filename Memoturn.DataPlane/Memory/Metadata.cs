using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Memory;

/// <summary>The flat object that belongs to a memory or a vector (http-api 16.3).</summary>
internal static class Metadata
{
    private const string ReservedKey = "_id";

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Compact JSON of the members, the last of a repeated key counting; null when there are none.</summary>
    /// <exception cref="RequestException">400, naming the member.</exception>
    public static string? Validate(JsonElement? metadata, string path)
    {
        if (metadata is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } json)
        {
            return null;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            throw RequestException.Invalid($"{path}: expected object");
        }

        var members = ReadMembers(json, path);
        if (members.Count > WireLimits.MetadataKeys)
        {
            throw RequestException.Invalid($"{path}: more than {WireLimits.MetadataKeys} keys");
        }

        return members.Count == 0 ? null : Write(members, path);
    }

    private static OrderedDictionary<string, JsonElement> ReadMembers(JsonElement json, string path)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        try
        {
            foreach (var member in json.EnumerateObject())
            {
                ValidateMember(member.Name, member.Value, path);
                members[member.Name] = member.Value;
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new RequestException(ErrorCode.InvalidRequest, $"{path}: unpaired surrogate", exception);
        }

        return members;
    }

    private static void ValidateMember(string name, JsonElement value, string path)
    {
        if (name.Length is 0 or > WireLimits.MetadataKeyLength || name == ReservedKey
            || name.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            throw RequestException.Invalid(
                $"{path}: a key is 1..{WireLimits.MetadataKeyLength} characters of A-Z a-z 0-9 _ - and not "
                + $"{ReservedKey}");
        }

        var isAccepted = value.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array => false,
            JsonValueKind.Number => double.IsFinite(value.GetDouble()),
            JsonValueKind.String => value.GetString() is not null,
            _ => true,
        };
        if (!isAccepted)
        {
            throw RequestException.Invalid($"{path}.{name}: expected string, number, boolean or null");
        }
    }

    private static string Write(OrderedDictionary<string, JsonElement> members, string path)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenCount <= WireLimits.MetadataBytes
            ? Encoding.UTF8.GetString(buffer.WrittenSpan)
            : throw RequestException.Invalid($"{path}: more than {WireLimits.MetadataBytes} bytes of JSON");
    }
}
