namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// Reads the runtime's sum of all pauses about once a millisecond, in a thread of its own: the longest step of that sum
/// is at least the longest pause, and more only where two collections fall between two readings.
/// </summary>
internal sealed class PauseSampler : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly TimeSpan _atStart = GC.GetTotalPauseDuration();
    private readonly Thread _thread;

    public PauseSampler()
    {
        _thread = new(Run) { IsBackground = true, Name = "pauses", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public TimeSpan Longest { get; private set; }

    public TimeSpan Total { get; private set; }

    /// <summary>Ends the readings; the figures are final.</summary>
    public void Stop()
    {
        _stop.Set();
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private void Run()
    {
        var before = _atStart;
        var isLast = false;
        while (!isLast)
        {
            isLast = _stop.Wait(TimeSpan.FromMilliseconds(1));
            var now = GC.GetTotalPauseDuration();
            Longest = now - before > Longest ? now - before : Longest;
            Total = now - _atStart;
            before = now;
        }
    }
}
