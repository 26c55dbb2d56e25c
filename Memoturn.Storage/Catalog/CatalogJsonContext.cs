using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Json;

namespace Memoturn.Storage.Catalog;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [
        typeof(ParsableJsonConverter<DatabaseId>),
        typeof(ParsableJsonConverter<DatabaseName>),
        typeof(ParsableJsonConverter<NamespaceName>),
        typeof(LowercaseEnumJsonConverter<NameState>),
        typeof(LowercaseEnumJsonConverter<Durability>),
    ])]
[JsonSerializable(typeof(NameRecord))]
[JsonSerializable(typeof(NamespaceRecord))]
internal sealed partial class CatalogJsonContext : JsonSerializerContext;
