namespace Memoturn.DataPlane.Memory;

/// <summary>What the feed of changes says of a row that is gone.</summary>
internal readonly record struct DeletedMemory(string Id, string Type, string? TopicKey, long? ExpiresAt);
