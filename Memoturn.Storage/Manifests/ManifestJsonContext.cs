using System.Text.Json.Serialization;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Json;

namespace Memoturn.Storage.Manifests;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    Converters = [
        typeof(ParsableJsonConverter<DatabaseId>),
        typeof(ParsableJsonConverter<BranchId>),
        typeof(ParsableJsonConverter<BranchName>),
        typeof(ParsableJsonConverter<Nonce>),
        typeof(TxIdJsonConverter),
        typeof(TxIdRangeJsonConverter),
        typeof(Hash128JsonConverter),
        typeof(ObjectKeyJsonConverter),
        typeof(LowercaseEnumJsonConverter<BranchState>),
    ])]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
