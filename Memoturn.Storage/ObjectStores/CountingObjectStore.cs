namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// Counts the requests that reach the store behind it, each operation for itself; a bulk deletion is one.
/// </summary>
public sealed class CountingObjectStore(IObjectStore inner) : IObjectStore
{
    private long _gets;
    private long _rangedGets;
    private long _puts;
    private long _lists;
    private long _deletes;
    private long _bytesRead;
    private long _bytesWritten;

    public long Gets => Volatile.Read(ref _gets);

    public long RangedGets => Volatile.Read(ref _rangedGets);

    public long Puts => Volatile.Read(ref _puts);

    public long Lists => Volatile.Read(ref _lists);

    public long Deletes => Volatile.Read(ref _deletes);

    /// <summary>Content of answers, without failed ones.</summary>
    public long BytesRead => Volatile.Read(ref _bytesRead);

    /// <summary>Content of puts, refused ones included.</summary>
    public long BytesWritten => Volatile.Read(ref _bytesWritten);

    public long Requests => Gets + RangedGets + Puts + Lists + Deletes;

    public async Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token)
    {
        Interlocked.Increment(ref _gets);
        return Read(await inner.FindAsync(key, token));
    }

    public async Task<StoredObject?> FindRangeAsync(
        ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token)
    {
        Interlocked.Increment(ref _rangedGets);
        return Read(await inner.FindRangeAsync(key, offsetBytes, lengthBytes, token));
    }

    public Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token)
    {
        Interlocked.Increment(ref _puts);
        Interlocked.Add(ref _bytesWritten, content.Length);
        return inner.PutAsync(key, content, condition, token);
    }

    public Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token)
    {
        Interlocked.Increment(ref _lists);
        return inner.ListAsync(prefix, after, limit, token);
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken token)
    {
        Interlocked.Increment(ref _deletes);
        return inner.DeleteAsync(key, token);
    }

    public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token)
    {
        Interlocked.Increment(ref _deletes);
        return inner.DeleteManyAsync(keys, token);
    }

    private StoredObject? Read(StoredObject? found)
    {
        Interlocked.Add(ref _bytesRead, found?.Content.Length ?? 0);
        return found;
    }
}
