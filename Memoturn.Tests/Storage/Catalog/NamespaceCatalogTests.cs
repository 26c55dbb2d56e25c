using System.Text;
using Memoturn.Storage;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Json;
using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Storage.Catalog;

public sealed class NamespaceCatalogTests
{
    private static readonly NamespaceName Team = NamespaceName.Parse("team", null);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly MemoryObjectStore _store;
    private readonly NamespaceCatalog _namespaces;

    public NamespaceCatalogTests()
    {
        _store = new(_clock);
        _namespaces = new(_store, _clock);
    }

    [Fact]
    public async Task A_put_makes_the_record_and_the_next_one_replaces_its_members()
    {
        var first = await _namespaces.PutAsync(
            Team, record => record with { Description = "ours", Defaults = new(60, Durability.Durable) }, default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = await _namespaces.PutAsync(
            Team, record => record with { Description = null, Labels = record.Labels.Add("k", "v") }, default);

        Assert.True(first.IsCreated);
        Assert.False(second.IsCreated);
        Assert.Equal(first.Record.CreatedAtUnixMs, second.Record.CreatedAtUnixMs);
        Assert.Equal(first.Record.UpdatedAtUnixMs + 1000, second.Record.UpdatedAtUnixMs);
        var found = await _namespaces.FindAsync(Team, default);
        Assert.Equal(("v", 60L, Durability.Durable, null), (
            found?.Labels["k"], found?.Defaults.TtlSeconds, found?.Defaults.Durability, found?.Description));
    }

    [Fact]
    public async Task Ensuring_a_record_leaves_one_that_is_there()
    {
        await _namespaces.PutAsync(Team, record => record with { Description = "ours" }, default);

        await _namespaces.EnsureAsync(Team, default);

        Assert.Equal("ours", (await _namespaces.FindAsync(Team, default))?.Description);
    }

    [Fact]
    public async Task Unknown_members_survive_a_change()
    {
        await _namespaces.EnsureAsync(Team, default);
        var key = ObjectKeys.Namespace(Team);
        var json = Encoding.UTF8.GetString(
            ChecksummedJson.Open((await _store.FindAsync(key, default))!.Content, key).Span);
        var extended = ChecksummedJson.Seal(Encoding.UTF8.GetBytes(json[..^1] + ",\"tier\":{\"a\":1}}"));
        await _store.PutAsync(key, extended, PutCondition.Always, default);

        await _namespaces.PutAsync(Team, record => record with { PolicyRevision = 2 }, default);

        var rewritten = Encoding.UTF8.GetString((await _store.FindAsync(key, default))!.Content.Span);
        Assert.Contains("\"tier\":{\"a\":1}", rewritten, StringComparison.Ordinal);
        Assert.Contains("\"policy_revision\":2", rewritten, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_record_is_named()
    {
        await _store.PutAsync(ObjectKeys.Namespace(Team), new byte[100], PutCondition.Always, default);

        var error = await Assert.ThrowsAsync<CorruptObjectException>(() => _namespaces.FindAsync(Team, default));

        Assert.StartsWith("v1/_namespaces/team:", error.Message, StringComparison.Ordinal);
    }
}
