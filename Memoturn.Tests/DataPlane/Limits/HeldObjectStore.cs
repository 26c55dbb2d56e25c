using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.DataPlane.Limits;

/// <summary>A bucket whose lists wait while it is held.</summary>
internal sealed class HeldObjectStore(IObjectStore inner) : IObjectStore
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _gate;

    /// <summary>Ends when the first list waits.</summary>
    public Task Held => _held.Task;

    public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        _gate?.SetResult();
        _gate = null;
    }

    public async Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token)
    {
        if (_gate is { } gate)
        {
            _held.TrySetResult();
            await gate.Task.WaitAsync(token);
        }

        return await inner.ListAsync(prefix, after, limit, token);
    }

    public Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token) => inner.FindAsync(key, token);

    public Task<StoredObject?> FindRangeAsync(
        ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token) =>
        inner.FindRangeAsync(key, offsetBytes, lengthBytes, token);

    public Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token) =>
        inner.PutAsync(key, content, condition, token);

    public Task DeleteAsync(ObjectKey key, CancellationToken token) => inner.DeleteAsync(key, token);

    public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token) =>
        inner.DeleteManyAsync(keys, token);
}
