using Memoturn.Benchmarks.Http;
using Xunit.Abstractions;

namespace Memoturn.Tests.Processes;

/// <summary>A node that is killed in the middle of its work, again and again. Every seed is printed.</summary>
[Trait("Category", "CrashLoop")]
public sealed class CrashLoopTests(ITestOutputHelper output) : IDisposable
{
    private const int WriterCount = 8;
    private const int MaxLifeMs = 1_500;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("memoturn-crash-");

    private static TimeSpan Budget => TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable("MEMOTURN_TEST_SCALE") == "full" ? 1_200 : 60);

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    [Trait("Accept", "DUR-27")]
    public Task Nothing_acknowledged_is_lost_when_the_process_is_killed_and_its_disk_kept_loss_of_the_disk_apart() =>
        RunAsync(isDurable: false, afterKill: () => { });

    [Fact]
    [Trait("Accept", "DUR-08")]
    public Task Nothing_acknowledged_as_durable_is_lost_with_the_process_and_its_disk_by_ingest_other_routes_are_left() =>
        RunAsync(isDurable: true, WipeAllButObjects);

    private async Task RunAsync(bool isDurable, Action afterKill)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new AcknowledgedWrites();
        var started = TimeProvider.System.GetTimestamp();
        var lives = 0;
        while (TimeProvider.System.GetElapsedTime(started) < Budget)
        {
            await LiveAndDieAsync(lives++, isDurable, acknowledged, TimeSpan.FromMilliseconds(random.Next(MaxLifeMs)));
            afterKill();
        }

        await using var last = await NodeProcess.StartAsync(_data, CancellationToken.None);
        await acknowledged.AssertAllAreThereAsync(last.Address, sinceLife: 0);
        output.WriteLine($"{lives} lives, {acknowledged.Count} acknowledged writes");
        Assert.True(acknowledged.Count > lives, $"{acknowledged.Count} writes in {lives} lives prove nothing");
    }

    private async Task LiveAndDieAsync(int life, bool isDurable, AcknowledgedWrites acknowledged, TimeSpan lifetime)
    {
        await using var node = await NodeProcess.StartAsync(_data, CancellationToken.None);
        await acknowledged.AssertAllAreThereAsync(node.Address, sinceLife: life - 1);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, WriterCount)
            .Select(writer => acknowledged.WriteUntilItDiesAsync(node.Address, life, writer, isDurable, stop.Token))
            .ToList();
        await Task.Delay(lifetime);
        await node.KillAsync(CancellationToken.None);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    private void WipeAllButObjects()
    {
        foreach (var entry in _data.EnumerateFileSystemInfos().Where(entry => entry.Name != "objects"))
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}
