using Memoturn.Storage;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.DataPlane.Health;

/// <summary>
/// Whether object storage answers, asked at most once in <see cref="MaxAge"/> however often the probe is read.
/// </summary>
internal sealed class ObjectStoreProbe(IObjectStore store, TimeProvider clock)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Guards <see cref="_answer"/> and <see cref="_askedAt"/>.</summary>
    private readonly Lock _lock = new();

    private Task<bool>? _answer;
    private long _askedAt;

    public Task<bool> AnswersAsync()
    {
        lock (_lock)
        {
            if (_answer is null || (_answer.IsCompleted && clock.GetElapsedTime(_askedAt) >= MaxAge))
            {
                _askedAt = clock.GetTimestamp();
                _answer = AskAsync();
            }

            return _answer;
        }
    }

    private async Task<bool> AskAsync()
    {
        await Task.Yield();
        using var expiry = new CancellationTokenSource(Timeout, clock);
        try
        {
            await store.ListAsync("", null, 1, expiry.Token);
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            return false;
        }
    }
}
