namespace Memoturn.Tests;

internal static class TestTimeouts
{
    /// <summary>How long a test waits for something that must happen; real time, generous for two busy cores.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>Pause between two looks at a condition that no barrier can announce.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
}
