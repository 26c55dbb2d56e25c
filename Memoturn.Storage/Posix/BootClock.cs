using System.Runtime.InteropServices;

namespace Memoturn.Storage.Posix;

/// <summary>The clock of leases: timestamps go on while the machine sleeps (clock_gettime, CLOCK_BOOTTIME).</summary>
public sealed unsafe partial class BootClock : TimeProvider
{
    private const int ClockBootTime = 7;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Where the system has the clock; elsewhere the ordinary one serves.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    public override long TimestampFrequency => NanosecondsPerSecond;

    public override long GetTimestamp()
    {
        TimeSpec now;
        return clock_gettime(ClockBootTime, &now) == 0
            ? (now.Seconds * NanosecondsPerSecond) + now.Nanoseconds
            : throw new InvariantException($"clock_gettime(CLOCK_BOOTTIME): error {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int clock_gettime(int clock, TimeSpec* time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
