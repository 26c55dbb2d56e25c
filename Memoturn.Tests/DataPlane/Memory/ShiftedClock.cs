namespace Memoturn.Tests.DataPlane.Memory;

/// <summary>
/// The system's clock with the time of day moved by hand; timers and durations stay real, so a node runs under it as
/// ever.
/// </summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shiftTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _shiftTicks));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _shiftTicks, time.Ticks);
}
