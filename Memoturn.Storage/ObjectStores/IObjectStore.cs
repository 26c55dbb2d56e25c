namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// A bucket with compare-and-swap. Every method throws <see cref="StoreUnavailableException"/> when the store did not
/// answer; a write that failed so may or may not have taken effect, now or later.
/// </summary>
/// <remarks>Implementations pass the same conformance suite (ObjectStoreContract).</remarks>
public interface IObjectStore
{
    /// <summary>The whole object, or null when the key has none.</summary>
    Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token);

    /// <summary>
    /// At most <paramref name="lengthBytes"/> from <paramref name="offsetBytes"/>; empty content past the end; null
    /// when the key has no object.
    /// </summary>
    Task<StoredObject?> FindRangeAsync(ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token);

    /// <summary>
    /// Writes the whole object, atomically, if <paramref name="condition"/> holds. The caller may reuse the buffer once
    /// the task ends.
    /// </summary>
    Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token);

    /// <summary>
    /// Keys that start with <paramref name="prefix"/> and are greater than <paramref name="after"/>, at most
    /// <paramref name="limit"/> (1..1000).
    /// </summary>
    Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token);

    /// <summary>Removes the object; succeeds when there is none.</summary>
    Task DeleteAsync(ObjectKey key, CancellationToken token);

    /// <summary>Removes at most 1000 objects, in any order, not atomically.</summary>
    Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token);
}
