namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// A store that fails as real ones do: before or after the effect, late, twice, slowly, with half a body. One seed
/// gives
/// one sequence of faults for one sequence of requests.
/// </summary>
public sealed class FaultInjectingObjectStore(IObjectStore inner, TimeProvider clock, Random random,
    ObjectStoreFaults faults) : IObjectStore
{
    /// <summary>Late writes beyond this many land at once.</summary>
    private const int MaxLateWrites = 64;

    /// <summary>Guards <see cref="_late"/> and the source of randomness.</summary>
    private readonly Lock _lock = new();

    private readonly List<Func<Task>> _late = [];
    private volatile bool _isDown;

    /// <summary>While true no request reaches the store, and none is answered.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    public async Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token)
    {
        var answer = await ReadAsync($"get of {key}", () => inner.FindAsync(key, token), token);
        return Truncated(answer);
    }

    public async Task<StoredObject?> FindRangeAsync(
        ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token)
    {
        var answer = await ReadAsync(
            $"ranged get of {key}", () => inner.FindRangeAsync(key, offsetBytes, lengthBytes, token), token);
        return Truncated(answer);
    }

    public Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token)
    {
        var copy = content.ToArray();
        return WriteAsync($"put of {key}", ct => inner.PutAsync(key, copy, condition, ct), token);
    }

    public Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token) =>
        ReadAsync($"list of {prefix}", () => inner.ListAsync(prefix, after, limit, token), token);

    public Task DeleteAsync(ObjectKey key, CancellationToken token) =>
        WriteAsync($"delete of {key}", ct => Answered(inner.DeleteAsync(key, ct)), token);

    public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token)
    {
        ObjectKey[] copy = [.. keys];
        return WriteAsync($"delete of {copy.Length} objects", ct => Answered(inner.DeleteManyAsync(copy, ct)), token);
    }

    /// <summary>Lets every write that is still under way land now, in random order.</summary>
    public async Task LandLateWritesAsync()
    {
        while (TakeLate(always: true) is { } write)
        {
            await write();
        }
    }

    private async Task<T> ReadAsync<T>(string what, Func<Task<T>> read, CancellationToken token)
    {
        await BeginAsync(what, token);
        var answer = await read();
        ThrowIf(Draw(faults.LoseAnswerRate), what, "the answer was lost");
        return answer;
    }

    private async Task<T> WriteAsync<T>(string what, Func<CancellationToken, Task<T>> write, CancellationToken token)
    {
        await BeginAsync(what, token);
        if (Draw(faults.LandLateRate) && TryPostpone(() => write(CancellationToken.None)))
        {
            throw Unanswered(what, "it lands later");
        }

        var answer = await write(token);
        if (Draw(faults.RepeatRate))
        {
            answer = await write(token);
        }

        ThrowIf(Draw(faults.LoseAnswerRate), what, "the answer was lost");
        return answer;
    }

    private async Task BeginAsync(string what, CancellationToken token)
    {
        if (Latency() is var latency && latency > TimeSpan.Zero)
        {
            await Task.Delay(latency, clock, token);
        }

        ThrowIf(IsDown, what, "the store is down");
        if (TakeLate(always: false) is { } write)
        {
            await write();
        }

        ThrowIf(Draw(faults.FailBeforeRate), what, "the request was lost");
    }

    private TimeSpan Latency()
    {
        lock (_lock)
        {
            var span = faults.MaxLatency - faults.MinLatency;
            var latency = faults.MinLatency + (span > TimeSpan.Zero ? span * random.NextDouble() : TimeSpan.Zero);
            return Draw_NeedsLock(faults.SlowRate) ? latency + faults.SlowBy : latency;
        }
    }

    private StoredObject? Truncated(StoredObject? answer)
    {
        lock (_lock)
        {
            return answer is { Content.IsEmpty: false } && Draw_NeedsLock(faults.TruncateRate)
                ? answer with { Content = answer.Content[..random.Next(answer.Content.Length)] }
                : answer;
        }
    }

    private bool TryPostpone(Func<Task> write)
    {
        lock (_lock)
        {
            if (_late.Count == MaxLateWrites)
            {
                return false;
            }

            _late.Add(write);
            return true;
        }
    }

    private Func<Task>? TakeLate(bool always)
    {
        lock (_lock)
        {
            if (_late.Count == 0 || (!always && random.Next(2) == 0))
            {
                return null;
            }

            var index = random.Next(_late.Count);
            var write = _late[index];
            _late.RemoveAt(index);
            return write;
        }
    }

    private bool Draw(double rate)
    {
        lock (_lock)
        {
            return Draw_NeedsLock(rate);
        }
    }

    private bool Draw_NeedsLock(double rate) => rate > 0 && random.NextDouble() < rate;

    private static async Task<bool> Answered(Task task)
    {
        await task;
        return true;
    }

    private static void ThrowIf(bool fails, string what, string reason)
    {
        if (fails)
        {
            throw Unanswered(what, reason);
        }
    }

    private static StoreUnavailableException Unanswered(string what, string reason) =>
        new($"{what}: no answer, {reason}");
}
