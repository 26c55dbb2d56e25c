namespace Memoturn.Storage.Databases;

/// <summary>The bounded queue before a branch's writer. Not thread safe: its branch's lock guards it.</summary>
internal sealed class WriteQueue(int depth)
{
    private readonly Queue<PendingWrite> _pending = new();

    public int Count => _pending.Count;

    /// <exception cref="OverloadedException">The queue is full; the write was not taken.</exception>
    public void Add(PendingWrite write)
    {
        if (_pending.Count >= depth)
        {
            throw new OverloadedException(
                $"database write queue full ({_pending.Count} writes pending); retry later", TimeSpan.FromSeconds(1));
        }

        _pending.Enqueue(write);
    }

    /// <summary>Takes the oldest writes, at most <paramref name="count"/>.</summary>
    public List<PendingWrite> Take(int count)
    {
        var round = new List<PendingWrite>(Math.Min(count, _pending.Count));
        while (round.Count < count && _pending.TryDequeue(out var write))
        {
            round.Add(write);
        }

        return round;
    }
}
