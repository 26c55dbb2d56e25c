using System.Text.Json;
using System.Text.Json.Serialization;
using Memoturn.Protocol.Auth;
using Memoturn.Protocol.Databases;
using Memoturn.Protocol.Health;
using Memoturn.Protocol.Memory;

namespace Memoturn.Protocol.Json;

/// <summary>Metadata of every record of the wire. Behaviour is set in <see cref="WireJson"/>, not here.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreateDatabaseRequest))]
[JsonSerializable(typeof(DatabaseDetailResponse))]
[JsonSerializable(typeof(DatabaseListResponse))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(HistoryResponse))]
[JsonSerializable(typeof(IngestRequest))]
[JsonSerializable(typeof(IngestResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(KeySetResponse))]
[JsonSerializable(typeof(ListMemoriesRequest))]
[JsonSerializable(typeof(MemoryDetail))]
[JsonSerializable(typeof(MemoryListResponse))]
[JsonSerializable(typeof(NamespaceListResponse))]
[JsonSerializable(typeof(NotReadyResponse))]
[JsonSerializable(typeof(ProfileListResponse))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(PutNamespaceRequest))]
[JsonSerializable(typeof(PutProfileRequest))]
[JsonSerializable(typeof(ReadyResponse))]
[JsonSerializable(typeof(RecallRequest))]
[JsonSerializable(typeof(RecallResponse))]
[JsonSerializable(typeof(SessionListResponse))]
[JsonSerializable(typeof(SyncResponse))]
[JsonSerializable(typeof(WhoAmIResponse))]
internal sealed partial class WireJsonContext : JsonSerializerContext;
