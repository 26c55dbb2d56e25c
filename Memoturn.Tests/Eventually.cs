using System.Diagnostics;

namespace Memoturn.Tests;

/// <summary>Polls with a deadline where no barrier can announce the event: other processes, background loops.</summary>
internal static class Eventually
{
    /// <summary>The first value that is as expected.</summary>
    /// <exception cref="TimeoutException">None was within <see cref="TestTimeouts.Default"/>.</exception>
    public static async Task<T> GetAsync<T>(
        string phase, string entity, string expected, Func<Task<T>> read, Func<T, bool> isExpected)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var actual = await read();
            if (isExpected(actual))
            {
                return actual;
            }

            if (waited.Elapsed > TestTimeouts.Default)
            {
                throw new TimeoutException($"{phase}: {entity}: expected {expected}, actual {actual}");
            }

            await Task.Delay(TestTimeouts.PollInterval);
        }
    }
}
