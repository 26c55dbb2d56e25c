using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Memoturn.Protocol.Json;

/// <summary>How JSON is read and written on the wire; the only place that says so.</summary>
public static class WireJson
{
    /// <summary>Ready to use, read only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Makes options of a host those of the wire.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = WireLimits.JsonDepth;
        options.RespectNullableAnnotations = true;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.TypeInfoResolverChain.Insert(0, WireJsonContext.Default);
    }

    /// <summary>Reads a body.</summary>
    /// <exception cref="RequestException">It is not JSON, or not of this shape; the text names the member.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json)
        where T : class
    {
        var type = (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
        try
        {
            return ShapeCheck.Find(json, type) is { } fault
                ? throw RequestException.Invalid(fault.ToString())
                : JsonSerializer.Deserialize(json, type) ?? throw RequestException.Invalid("body: expected object");
        }
        catch (JsonException e)
        {
            throw new RequestException(ErrorCode.InvalidRequest, Describe(e), e);
        }
    }

    private static string Describe(JsonException e)
    {
        var path = e.Path is { } found ? found.TrimStart('$').TrimStart('.') : "";
        return path.Length == 0 ? $"body is not valid JSON: {e.Message}" : $"{path}: {e.Message}";
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
