using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Storage.Catalog;

public sealed class NameCatalogTests
{
    private static readonly DatabaseName Name = DatabaseName.Parse("notes", null);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
    private readonly MemoryObjectStore _store;
    private readonly NameCatalog _names;

    public NameCatalogTests()
    {
        _store = new(_clock);
        _names = new(_store, _clock, new Random(1));
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_name_is_created_once()
    {
        var options = new NameOptions { Durability = Durability.Durable, Region = "eu", KeyRef = "k1" };

        var first = await _names.CreateAsync(Name, options, default);
        var second = await _names.CreateAsync(Name, NameOptions.Default, default);

        Assert.True(first.IsCreated);
        Assert.False(second.IsCreated);
        Assert.Equal(first.Record, second.Record);
        Assert.Equal(first.Record, await _names.FindAsync(Name, default));
        Assert.Equal(Durability.Durable, second.Record.Durability);
    }

    [Fact]
    public async Task Concurrent_creations_converge_on_one_uuid()
    {
        var others = Enumerable.Range(0, 20).Select(seed => new NameCatalog(_store, _clock, new Random(100 + seed)));

        var created = await Task.WhenAll(others.Select(names => names.CreateAsync(Name, NameOptions.Default, default)));

        Assert.Single(created, creation => creation.IsCreated);
        Assert.Single(created.Select(creation => creation.Record.Uuid).Distinct());
    }

    [Fact]
    public async Task A_deleted_name_is_used_anew_with_a_fresh_uuid_and_keeps_its_deletion_time()
    {
        var old = (await _names.CreateAsync(Name, NameOptions.Default, default)).Record;
        var deletedAt = Now;
        Assert.Equal(NameState.Deleting, (await _names.MarkDeletingAsync(old, default))?.State);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(NameState.Deleted, (await _names.MarkDeletedAsync(old, default))?.State);

        var fresh = await _names.CreateAsync(Name, NameOptions.Default, default);

        Assert.True(fresh.IsCreated);
        Assert.NotEqual(old.Uuid, fresh.Record.Uuid);
        Assert.Equal(deletedAt, fresh.Record.DeletedAtUnixMs);
        Assert.Null(await _names.MarkDeletingAsync(old, default));
    }

    [Fact]
    public async Task A_database_whose_name_goes_is_left_to_the_collection()
    {
        var old = (await _names.CreateAsync(Name, NameOptions.Default, default)).Record;

        await _names.MarkDeletingAsync(old, default);

        Assert.NotNull(await _store.FindAsync(ObjectKeys.Dirty(old.Uuid), default));
    }

    [Fact]
    public async Task An_expired_name_is_used_anew_and_counts_as_deleted_since_its_ttl()
    {
        var ttlAt = Now + 1000;
        var old = (await _names.CreateAsync(Name, new() { TtlAtUnixMs = ttlAt }, default)).Record;
        Assert.True(old.IsLive(ttlAt - 1));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(old.IsLive(Now));

        var fresh = await _names.CreateAsync(Name, NameOptions.Default, default);

        Assert.True(fresh.IsCreated);
        Assert.Equal(ttlAt, fresh.Record.DeletedAtUnixMs);
        Assert.Null(fresh.Record.TtlAtUnixMs);
    }

    [Fact]
    public async Task A_ttl_leaves_a_due_time_and_a_changed_one_another()
    {
        var record = (await _names.CreateAsync(Name, new() { TtlAtUnixMs = Now + 60_000 }, default)).Record;
        await _names.UpdateAsync(Name, current => current with { TtlAtUnixMs = Now + 180_000 }, default);
        var due = new DueTimes(_store);

        Assert.Empty(await due.ListAsync(Now, 10, default));
        var entries = await due.ListAsync(Now + 180_000, 10, default);

        Assert.Equal([record.Uuid, record.Uuid], entries.Select(entry => entry.Database));
        Assert.All(entries, entry => Assert.Equal(("notes", DueTimes.WholeDatabase), (entry.Name, entry.Branch)));
        await due.DeleteAsync(entries[0], default);
        Assert.Single(await due.ListAsync(Now + 180_000, 10, default));
    }

    [Fact]
    public async Task Names_are_listed_in_ordinal_order_a_page_at_a_time()
    {
        foreach (var name in new[] { "b", "a-b", "a", "B", "a--b", "ab", "a.b" })
        {
            await _names.CreateAsync(DatabaseName.Parse(name, null), NameOptions.Default, default);
        }

        var first = await _names.ListAsync("", null, 3, default);
        var rest = await _names.ListAsync("", first.Last, 10, default);
        var underA = await _names.ListAsync("a", null, 10, default);

        Assert.True(first.HasMore);
        Assert.False(rest.HasMore);
        Assert.Equal(["B", "a", "a--b", "a-b", "a.b", "ab", "b"], first.Records.Concat(rest.Records).Select(
            record => $"{record.Name}"));
        Assert.Equal(5, underA.Records.Length);
    }

    [Fact]
    public async Task A_page_costs_one_listing_and_one_read_a_name()
    {
        var counting = new CountingObjectStore(_store);
        for (var i = 0; i < 50; i++)
        {
            await _names.CreateAsync(DatabaseName.Parse($"db-{i:D3}", null), NameOptions.Default, default);
        }

        await new NameCatalog(counting, _clock, new Random(2)).ListAsync("", null, 20, default);

        Assert.Equal((1, 20, 21), (counting.Lists, counting.Gets, counting.Requests));
    }

    [Fact]
    public async Task The_profiles_of_a_namespace_are_a_prefix_of_the_names_and_make_its_record()
    {
        var space = NamespaceName.Parse("team", null);
        var names = new[] { "team--a", "team--b", "team-x", "team-x--a", "teams--a", "team" };
        foreach (var name in names)
        {
            await _names.CreateAsync(DatabaseName.Parse(name, null), NameOptions.Default, default);
        }

        var profiles = await _names.ListProfilesAsync(space, null, 10, default);

        Assert.Equal(["team--a", "team--b"], profiles.Records.Select(record => $"{record.Name}"));
        var namespaces = await new NamespaceCatalog(_store, _clock).ListAsync(null, 10, default);
        Assert.Equal(["team", "team-x", "teams"], namespaces.Records.Select(record => $"{record.Namespace}"));
    }
}
