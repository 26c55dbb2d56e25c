namespace Memoturn.Storage.Recall;

/// <summary>The distance that <c>count</c> of the ones offered are within.</summary>
internal sealed class DistanceLimit(int count)
{
    // Farthest first.
    private readonly PriorityQueue<double, double> _nearest = new();

    /// <summary>The largest finite number until as many were offered.</summary>
    public double Value { get; private set; } = double.MaxValue;

    public void Offer(double distance)
    {
        if (distance >= Value)
        {
            return;
        }

        _nearest.Enqueue(distance, -distance);
        if (_nearest.Count > count)
        {
            _nearest.Dequeue();
        }

        Value = _nearest.Count == count ? _nearest.Peek() : Value;
    }
}
