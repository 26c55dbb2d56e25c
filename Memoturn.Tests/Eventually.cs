using System.Diagnostics;

namespace Memoturn.Tests;

/// <summary>Waits for what no barrier announces.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, string expected)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TestTimeouts.Default, $"expected within "
                + $"{TestTimeouts.Default}: {expected}");
            await Task.Delay(TestTimeouts.PollInterval);
        }
    }
}
