namespace Memoturn.Protocol.Memory;

/// <summary>A page of memories, newest first.</summary>
/// <param name="Memories">Without scores.</param>
/// <param name="NextCursor">Null at the end.</param>
/// <param name="Txid">State it was answered from.</param>
public sealed record MemoryListResponse(IReadOnlyList<MemoryObject> Memories, string? NextCursor, ulong Txid);
