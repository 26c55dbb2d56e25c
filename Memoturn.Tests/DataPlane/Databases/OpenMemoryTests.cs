using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.Tests.DataPlane.Databases;

[Collection(AloneCollection.Name)]
public sealed class OpenMemoryTests
{
    private const int Databases = 10_000;
    private const int Clients = 16;
    private const long CapBytes = 64L << 20;
    private const string Touch = """{"memories":[{"type":"fact","summary":"touched"}]}""";

    [Fact]
    [Trait("Accept", "LIM-18")]
    public async Task Ten_thousand_touched_databases_stay_below_the_memory_cap_and_use_no_file_each()
    {
        await using var node = new TestNode(new()
        {
            Store = new MemoryObjectStore(TimeProvider.System),
            Settings = new Dictionary<string, string> { ["MEMOTURN_MEMORY_BYTES"] = $"{CapBytes}" },
        });
        var engine = node.Services.GetRequiredService<StorageEngine>();
        var highest = 0L;
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number <= Databases)
            {
                var profile = $"/v1/memory/many/profile-{number}";
                (await node.PostAsync($"{profile}/memories", Touch)).Expect(201);
                InterlockedMax(ref highest, engine.State.MemoryBytes);
            }
        }));

        Assert.InRange(highest, 1, CapBytes);
        Assert.InRange(OpenFiles(), 1, OpenFileLimit() * 80 / 100);
        var first = (await node.GetAsync("/v1/memory/many/profile-1/memories")).Expect(200);
        Assert.Equal(1, first.Json.GetProperty("memories").GetArrayLength());
    }

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int OpenFileLimit()
    {
        var line = File.ReadLines("/proc/self/limits")
            .Single(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], null);
    }

    private static void InterlockedMax(ref long highest, long value)
    {
        for (var seen = Volatile.Read(ref highest); value > seen; seen = Volatile.Read(ref highest))
        {
            Interlocked.CompareExchange(ref highest, value, seen);
        }
    }
}
