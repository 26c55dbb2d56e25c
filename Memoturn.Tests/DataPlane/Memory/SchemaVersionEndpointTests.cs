using Memoturn.ControlPlane.Catalog;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Schema;
using Memoturn.Tests.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;
using static Memoturn.Tests.DataPlane.Memory.TestProfile;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class SchemaVersionEndpointTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    [Fact]
    [Trait("Accept", "MEM-24")]
    public async Task Profile_of_the_version_before_is_read_as_it_is_and_migrated_by_its_first_ingest()
    {
        var profile = new TestProfile(fixture.Node, "old");
        var dark = (await profile.IngestAsync(DarkTheme))[0].Id();
        await WriteAsync(context => SchemaVersion1.Downgrade(context.Connection));

        var recalled = Assert.Single(await profile.RecallAsync("""{"query":"dark mode"}"""));
        Assert.Equal((dark, null), (recalled.Id(), recalled.Text("source")));
        Assert.Null((await profile.FindAsync(dark)).Text("source"));
        Assert.Empty(await profile.RecallAsync("""{"query":"dark mode","source":"a"}"""));
        Assert.Empty(await profile.ListIdsAsync("?source=a"));
        Assert.Equal(1, await VersionAsync());

        var young =
            (await profile.IngestAsync("""{"type":"event","summary":"Saw a dark cloud","source":"a"}"""))[0].Id();

        Assert.Equal(2, await VersionAsync());
        Assert.Equal(
            new[] { dark, young }.Order(), (await profile.RecallAsync("""{"query":"dark"}""")).Select(JsonShape.Id)
                .Order());
        Assert.Equal([young], await profile.ListIdsAsync("?source=a"));
    }

    private async Task<int> VersionAsync()
    {
        using var snapshot = await Engine.ReadAsync(await FindAsync(), BranchName.Main, ReadFloor.Any, default);
        return ReservedSchema.GetVersion(snapshot.Connection);
    }

    private async Task WriteAsync(Action<WriteContext> work)
    {
        var written = await Engine.WriteAsync(
            await FindAsync(),
            BranchName.Main,
            Durability.Standard,
            context =>
            {
                work(context);
                return true;
            },
            default);
        Assert.True(written.Value);
    }

    private StorageEngine Engine => fixture.Node.Services.GetRequiredService<StorageEngine>();

    private async Task<NameRecord> FindAsync() =>
        await fixture.Node.Services.GetRequiredService<DatabaseDirectory>().FindAsync(
            DatabaseName.Parse("acme--old", null), default)
            ?? throw new InvalidOperationException("no such profile");
}
