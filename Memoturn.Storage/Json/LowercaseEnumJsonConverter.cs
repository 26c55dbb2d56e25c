using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Storage.Json;

/// <summary>An enum by its name in snake case; numbers are refused.</summary>
internal sealed class LowercaseEnumJsonConverter<T>() : JsonStringEnumConverter<T>(
    JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
