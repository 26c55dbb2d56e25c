namespace Memoturn.DataPlane.Limits;

/// <summary>Gives as many tokens at once as it holds, and refills at a steady rate up to its capacity.</summary>
/// <param name="tokensPerSecond">Above 0.</param>
/// <param name="capacity">What it holds at first and after idling, at least 1.</param>
internal sealed class TokenBucket(double tokensPerSecond, double capacity, TimeProvider clock)
{
    /// <summary>Guards <see cref="_tokens"/> and <see cref="_refilledAt"/>.</summary>
    private readonly Lock _lock = new();

    private readonly double _capacity = capacity;
    private double _tokens = capacity;
    private long _refilledAt = clock.GetTimestamp();

    public bool TryTake()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            var refill = clock.GetElapsedTime(_refilledAt, now).TotalSeconds * tokensPerSecond;
            _tokens = Math.Min(_capacity, _tokens + refill);
            _refilledAt = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
