namespace Memoturn.Storage.ObjectStores;

/// <summary>One row of a listing.</summary>
public readonly record struct ObjectEntry(ObjectKey Key, long LengthBytes, DateTimeOffset LastModified);
