using Memoturn.DataPlane.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryClockEndpointTests : IAsyncLifetime
{
    private const string Task60 = """{"type":"task","summary":"call the plumber","ttl":60}""";

    private readonly ShiftedClock _clock = new();
    private readonly TestNode _node;

    public MemoryClockEndpointTests() => _node = new(new() { Clock = _clock });

    private TestProfile Profile => new(_node, "clock");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    [Trait("Accept", "REC-15")]
    [Trait("Accept", "MEM-07")]
    public async Task Task_past_its_end_is_hidden_by_the_clock_and_written_again_is_created_anew()
    {
        var id = (await Profile.IngestAsync(Task60))[0].Id();
        Assert.Single(await Profile.RecallAsync("""{"query":"plumber"}"""));

        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty(await Profile.RecallAsync("""{"query":"plumber"}"""));
        Assert.Empty(await Profile.ListIdsAsync());
        Assert.Equal(id, (await Profile.FindAsync(id)).Id());
        Assert.Equal("created", (await Profile.IngestAsync(Task60))[0].Text("status"));
        Assert.True(
            _clock.GetUtcNow().ToUnixTimeMilliseconds() < (await Profile.FindAsync(id)).GetProperty("expires_at")
                .GetInt64());
        Assert.Single(await Profile.RecallAsync("""{"query":"plumber"}"""));
    }

    [Fact]
    [Trait("Accept", "MEM-09")]
    public async Task Task_without_time_is_never_recalled_and_the_default_is_a_day()
    {
        await Profile.IngestAsync("""{"type":"task","summary":"never plumber","content":0,"ttl":0}""");
        var id = (await Profile.IngestAsync("""{"type":"task","summary":"daily plumber"}"""))[0].Id();

        Assert.Equal([id], (await Profile.RecallAsync("""{"query":"plumber"}""")).Select(JsonShape.Id));
        var memory = await Profile.FindAsync(id);
        Assert.Equal(
            86_400_000, memory.GetProperty("expires_at").GetInt64() - memory.GetProperty("created_at").GetInt64());
    }

    [Fact]
    [Trait("Accept", "MEM-31")]
    public async Task Sweep_deletes_the_expired_task_and_leaves_the_fact__expired_keys_are_not_covered()
    {
        var results = await Profile.IngestAsync(Task60, TestProfile.DarkTheme);
        var sweep = _node.Services.GetRequiredService<ExpirySweep>();
        Assert.Equal(0, await sweep.SweepAsync(default));

        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(1, await sweep.SweepAsync(default));
        Assert.Equal(0, await sweep.SweepAsync(default));
        (await Profile.GetAsync($"/memories/{results[0].Id()}")).ExpectError(404, "not_found");
        Assert.Equal([results[1].Id()], await Profile.ListIdsAsync());
    }
}
