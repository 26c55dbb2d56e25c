using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.Tests.DataPlane.Limits;

public sealed class WriteQueueTests
{
    private const string OneMemory = """{"memories":[{"type":"event","summary":"s"}]}""";

    [Fact]
    [Trait("Accept", "LIM-09")]
    public async Task Full_write_queue_is_429_and_another_database_is_unaffected()
    {
        await using var node = new TestNode(
            new() { Settings = new Dictionary<string, string> { ["MEMOTURN_WRITE_QUEUE_DEPTH"] = "1" } });
        (await node.PostAsync("/v1/memory/acme/busy/memories", OneMemory)).Expect(201);
        using var release = new ManualResetEventSlim();
        var (running, waiting) = await FillAsync(node, release);

        var shed = (await node.PostAsync("/v1/memory/acme/busy/memories", OneMemory)).ExpectError(429, "overloaded");

        Assert.Equal("1", shed.Header("Retry-After"));
        Assert.Equal("database write queue full (1 writes pending); retry later", shed.Error);
        (await node.PostAsync("/v1/memory/acme/idle/memories", OneMemory)).Expect(201);
        release.Set();
        await Task.WhenAll(running, waiting).WaitAsync(TestTimeouts.Default);
        (await node.PostAsync("/v1/memory/acme/busy/memories", OneMemory)).Expect(201);
    }

    /// <summary>One write that runs until released, and one that waits behind it.</summary>
    private static async Task<(Task Running, Task Waiting)> FillAsync(TestNode node, ManualResetEventSlim release)
    {
        var engine = node.Services.GetRequiredService<StorageEngine>();
        var record = await engine.Names.FindAsync(DatabaseName.Parse("acme--busy", null), default)
            ?? throw new InvalidOperationException("the profile is missing");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = engine.WriteAsync(
            record,
            BranchName.Main,
            Durability.Standard,
            _ =>
            {
                started.SetResult();
                release.Wait(TestTimeouts.Default);
                return true;
            },
            default);
        await started.Task.WaitAsync(TestTimeouts.Default);
        var waiting = engine.WriteAsync(record, BranchName.Main, Durability.Standard, static _ => true, default);
        return (running, waiting);
    }
}
