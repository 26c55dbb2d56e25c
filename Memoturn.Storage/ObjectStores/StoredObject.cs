namespace Memoturn.Storage.ObjectStores;

/// <summary>An object, or a range of it, as read.</summary>
/// <param name="Content">The bytes asked for; shorter than asked where the object ends.</param>
/// <param name="LengthBytes">Length of the whole object.</param>
/// <param name="ETag">Version the bytes belong to.</param>
/// <param name="LastModified">When the store says this version was written, by its own clock.</param>
/// <param name="StoreTime">The store's clock at the answer.</param>
public sealed record StoredObject(
    ReadOnlyMemory<byte> Content, long LengthBytes, ETag ETag, DateTimeOffset LastModified, DateTimeOffset StoreTime);
