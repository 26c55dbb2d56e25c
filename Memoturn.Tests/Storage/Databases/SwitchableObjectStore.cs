using Memoturn.Storage;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Tests.Storage.Databases;

/// <summary>A store whose answers a test decides request by request.</summary>
internal sealed class SwitchableObjectStore(IObjectStore inner) : IObjectStore
{
    /// <summary>No request reaches the store.</summary>
    public bool IsDown { get; set; }

    /// <summary>Puts of matching keys take effect, but their answer is lost.</summary>
    public Func<ObjectKey, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>Awaited before a matching put takes effect.</summary>
    public Func<ObjectKey, Task> BeforePut { get; set; } = _ => Task.CompletedTask;

    public Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token)
    {
        RequireUp();
        return inner.FindAsync(key, token);
    }

    public Task<StoredObject?> FindRangeAsync(ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token)
    {
        RequireUp();
        return inner.FindRangeAsync(key, offsetBytes, lengthBytes, token);
    }

    public async Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token)
    {
        await BeforePut(key);
        RequireUp();
        var result = await inner.PutAsync(key, content, condition, token);
        return LosesAnswer(key) ? throw new StoreUnavailableException("the answer is lost") : result;
    }

    public Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token)
    {
        RequireUp();
        return inner.ListAsync(prefix, after, limit, token);
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken token)
    {
        RequireUp();
        return inner.DeleteAsync(key, token);
    }

    public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token)
    {
        RequireUp();
        return inner.DeleteManyAsync(keys, token);
    }

    private void RequireUp()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("the store is down");
        }
    }
}
