namespace Memoturn.Protocol.Databases;

/// <summary>Answer of <c>POST /v1/db/{db}/sync</c>.</summary>
/// <param name="Txid">State that is in object storage.</param>
public sealed record SyncResponse(ulong Txid);
