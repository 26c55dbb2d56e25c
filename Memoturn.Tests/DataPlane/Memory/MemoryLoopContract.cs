using static Memoturn.Tests.DataPlane.Memory.TestProfile;

namespace Memoturn.Tests.DataPlane.Memory;

/// <summary>The life of memories from first ingest to forgetting, the same on every object store.</summary>
public abstract class MemoryLoopContract : IAsyncLifetime
{
    private readonly Lazy<TestNode> _node;

    protected MemoryLoopContract() => _node = new(CreateNode);

    private protected abstract TestNode CreateNode();

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync() => await _node.Value.DisposeAsync();

    /// <summary>The whole life of a memory; each back end's class runs it under its own name.</summary>
    private protected async Task RunFullLoopAsync()
    {
        var profile = new TestProfile(_node.Value, "support-bot");
        var dark = (await profile.IngestAsync(WithEmbedding(DarkTheme, "[1,0]")))[0];
        Assert.Equal(
            ("created", "duplicate"), (dark.Text("status"), (await profile.IngestAsync(DarkTheme))[0].Text("status")));
        var light = (await profile.IngestAsync(WithEmbedding(LightTheme, "[0,1]")))[0];
        Assert.Equal([dark.Id()], light.Texts("superseded"));

        var hit = Assert.Single(await profile.RecallAsync("""{"topic_key":"user.theme","embedding":[0,1]}"""));

        Assert.Equal(light.Id(), hit.Id());
        Assert.Equal(["topic", "vector"], hit.Texts("channels"));
        Assert.Equal(light.Id(), (await profile.FindAsync(dark.Id())).Text("superseded_by"));
        Assert.Equal([dark.Id()], (await profile.FindAsync(light.Id())).Texts("supersedes"));
        (await profile.DeleteAsync($"/memories/{light.Id()}")).Expect(204);
        (await profile.DeleteAsync($"/memories/{light.Id()}")).ExpectError(404, "not_found");
        (await profile.GetAsync($"/memories/{light.Id()}")).ExpectError(404, "not_found");
    }

    private static string WithEmbedding(string item, string embedding) => $"{item[..^1]},\"embedding\":{embedding}}}";
}
