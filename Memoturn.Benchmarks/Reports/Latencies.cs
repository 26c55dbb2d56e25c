using System.Diagnostics;

namespace Memoturn.Benchmarks.Reports;

/// <summary>The times of one operation, a bounded number of them; not safe for concurrent use.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly long[] _ticks = new long[capacity];
    private bool _isSorted;

    public int Capacity => _ticks.Length;

    public int Count { get; private set; }

    /// <summary>Adds the time since <paramref name="startTimestamp"/>; false when the capacity is used up.</summary>
    public bool TryAddSince(long startTimestamp)
    {
        if (Count == _ticks.Length)
        {
            return false;
        }

        _ticks[Count++] = Stopwatch.GetTimestamp() - startTimestamp;
        _isSorted = false;
        return true;
    }

    /// <summary>Joins the times of several clients.</summary>
    public static Latencies Join(IReadOnlyCollection<Latencies> parts)
    {
        var joined = new Latencies(parts.Sum(part => part.Count));
        foreach (var part in parts)
        {
            part._ticks.AsSpan(0, part.Count).CopyTo(joined._ticks.AsSpan(joined.Count));
            joined.Count += part.Count;
        }

        return joined;
    }

    /// <summary>The smallest time that <paramref name="fraction"/> (0..1) of all times do not exceed.</summary>
    /// <exception cref="InvalidOperationException">Nothing was measured.</exception>
    public TimeSpan Percentile(double fraction)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("no time was measured");
        }

        Sort();
        var rank = (int)Math.Ceiling(fraction * Count);
        return Stopwatch.GetElapsedTime(0, _ticks[Math.Clamp(rank - 1, 0, Count - 1)]);
    }

    private void Sort()
    {
        if (!_isSorted)
        {
            Array.Sort(_ticks, 0, Count);
            _isSorted = true;
        }
    }
}
