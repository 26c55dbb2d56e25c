using System.Text;
using CsCheck;
using Memoturn.Storage.ObjectStores;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Storage.ObjectStores;

/// <summary>What every object store does.</summary>
public abstract class ObjectStoreContract
{
    private static readonly ObjectKey Key = new("v1/db/manifest.json");

    protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));

    protected abstract IObjectStore Store { get; }

    [Fact]
    public async Task An_object_reads_back_whole_with_its_version_and_times()
    {
        var put = await PutAsync(Key, "hello", PutCondition.Always);
        Clock.Advance(TimeSpan.FromSeconds(3));

        var found = await Store.FindAsync(Key, default);

        Assert.Equal("hello", Text(found));
        Assert.Equal(5, found!.LengthBytes);
        Assert.Equal(put.ETag, found.ETag);
        Assert.Equal(put.StoreTime, found.LastModified);
        Assert.Equal(TimeSpan.FromSeconds(3), found.StoreTime - found.LastModified);
    }

    [Fact]
    public async Task A_key_without_an_object_reads_as_null()
    {
        Assert.Null(await Store.FindAsync(Key, default));
        Assert.Null(await Store.FindRangeAsync(Key, 0, 10, default));
        await PutAsync(new(Key.Value + ".bak"), "x", PutCondition.Always);
        Assert.Null(await Store.FindAsync(Key, default));
    }

    [Theory]
    [InlineData(0, 3, "hel")]
    [InlineData(3, 100, "lo")]
    [InlineData(4, 1, "o")]
    [InlineData(5, 1, "")]
    [InlineData(9, 4, "")]
    [InlineData(2, 0, "")]
    public async Task A_range_ends_where_the_object_ends(long offset, int length, string expected)
    {
        await PutAsync(Key, "hello", PutCondition.Always);

        var found = await Store.FindRangeAsync(Key, offset, length, default);

        Assert.Equal(expected, Text(found));
        Assert.Equal(5, found!.LengthBytes);
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        await PutAsync(Key, "", PutCondition.Absent);

        Assert.Equal("", Text(await Store.FindAsync(Key, default)));
        Assert.False((await PutAsync(Key, "x", PutCondition.Absent)).Landed);
    }

    [Fact]
    public async Task If_absent_creates_once()
    {
        Assert.True((await PutAsync(Key, "first", PutCondition.Absent)).Landed);
        Assert.False((await PutAsync(Key, "second", PutCondition.Absent)).Landed);
        Assert.Equal("first", Text(await Store.FindAsync(Key, default)));

        await Store.DeleteAsync(Key, default);
        Assert.True((await PutAsync(Key, "third", PutCondition.Absent)).Landed);
    }

    [Fact]
    public async Task If_match_replaces_that_version_only()
    {
        var first = (await PutAsync(Key, "first", PutCondition.Always)).ETag!.Value;
        var second = (await PutAsync(Key, "second", PutCondition.Matches(first))).ETag;

        Assert.NotNull(second);
        Assert.False((await PutAsync(Key, "third", PutCondition.Matches(first))).Landed);
        Assert.Equal("second", Text(await Store.FindAsync(Key, default)));
        Assert.Equal(second, (await Store.FindAsync(Key, default))?.ETag);
    }

    [Fact]
    public async Task If_match_never_creates()
    {
        Assert.False((await PutAsync(Key, "x", PutCondition.Matches(new("0")))).Landed);
        var etag = (await PutAsync(Key, "x", PutCondition.Always)).ETag!.Value;
        await Store.DeleteAsync(Key, default);

        Assert.False((await PutAsync(Key, "x", PutCondition.Matches(etag))).Landed);
        Assert.Null(await Store.FindAsync(Key, default));
    }

    [Fact]
    public async Task A_repeated_if_match_is_refused_even_for_equal_bytes()
    {
        var first = (await PutAsync(Key, "a", PutCondition.Always)).ETag!.Value;
        var second = (await PutAsync(Key, "a", PutCondition.Matches(first))).ETag!.Value;

        Assert.NotEqual(first, second);
        Assert.False((await PutAsync(Key, "a", PutCondition.Matches(first))).Landed);
        await PutAsync(Key, "b", PutCondition.Matches(second));
        await PutAsync(Key, "a", PutCondition.Always);
        Assert.False((await PutAsync(Key, "c", PutCondition.Matches(second))).Landed);
    }

    [Fact]
    public async Task A_used_version_is_refused_after_deletion_and_creation_of_equal_bytes()
    {
        var first = (await PutAsync(Key, "a", PutCondition.Always)).ETag!.Value;
        await Store.DeleteAsync(Key, default);
        await PutAsync(Key, "a", PutCondition.Absent);

        Assert.False((await PutAsync(Key, "b", PutCondition.Matches(first))).Landed);
    }

    [Fact]
    public async Task The_caller_may_reuse_the_buffer_after_a_put()
    {
        var buffer = "hello"u8.ToArray();
        await Store.PutAsync(Key, buffer, PutCondition.Always, default);
        buffer.AsSpan().Clear();

        Assert.Equal("hello", Text(await Store.FindAsync(Key, default)));
    }

    [Fact]
    public async Task What_was_read_stays_as_it_was_when_the_object_is_replaced()
    {
        await PutAsync(Key, "hello", PutCondition.Always);
        var found = await Store.FindAsync(Key, default);
        await PutAsync(Key, "world", PutCondition.Always);

        Assert.Equal("hello", Text(found));
    }

    [Fact]
    public async Task Deleting_is_idempotent_and_leaves_other_keys()
    {
        await PutAsync(new("a/1"), "x", PutCondition.Always);
        await PutAsync(new("a/2"), "x", PutCondition.Always);
        await PutAsync(new("b/c/3"), "x", PutCondition.Always);

        await Store.DeleteAsync(new("a/1"), default);
        await Store.DeleteAsync(new("a/1"), default);
        await Store.DeleteManyAsync([new("b/c/3"), new("b/none"), new("z/none")], default);
        await Store.DeleteManyAsync([], default);

        Assert.Equal(["a/2"], await KeysAsync("", null, 100));
    }

    [Fact]
    public async Task Keys_are_listed_in_ordinal_order_under_a_prefix()
    {
        string[] keys =
            ["a", "a/b", "a-b", "a.b/c", "a0", "A", "a/b/c", "a/B", "b", "a/~", "a/b c", "a/100%", "a/@x+y=z:1"];
        foreach (var key in keys)
        {
            await PutAsync(new(key), key, PutCondition.Always);
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync("", null, 100));
        foreach (var prefix in new[]
        {
            "a", "a/", "a/b", "a/b/", "a.", "z", "a/b/c", "a/1", "/", "a//", "../", "a/../a/", "./",
        })
        {
            var expected = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(
                StringComparer.Ordinal);
            Assert.Equal(expected, await KeysAsync(prefix, null, 100));
        }

        Assert.Equal("a/100%", Text(await Store.FindAsync(new("a/100%"), default)));
    }

    [Fact]
    public async Task A_listing_goes_on_after_any_key()
    {
        string[] keys = ["a/1", "a/2/x", "a/2/y", "a/3", "b"];
        foreach (var key in keys)
        {
            await PutAsync(new(key), "x", PutCondition.Always);
        }

        foreach (var after in new[] { "a", "a/1", "a/11", "a/2", "a/2/x", "a/2/z", "a/3", "b", "c" })
        {
            var expected = keys.Where(key => string.CompareOrdinal(key, after) > 0);
            Assert.Equal(expected, await KeysAsync("", new ObjectKey(after), 100));
        }
    }

    [Fact]
    public async Task Pages_hold_the_limit_and_tell_whether_more_follows()
    {
        for (var i = 0; i < 7; i++)
        {
            await PutAsync(new($"p/{i}"), new string('x', i), PutCondition.Always);
        }

        await PutAsync(new("q"), "", PutCondition.Always);

        var first = await Store.ListAsync("p/", null, 4, default);
        var second = await Store.ListAsync("p/", first.Entries[^1].Key, 4, default);
        var exact = await Store.ListAsync("p/", null, 7, default);

        Assert.Equal((4, true), (first.Entries.Length, first.HasMore));
        Assert.Equal((3, false), (second.Entries.Length, second.HasMore));
        Assert.Equal((7, false), (exact.Entries.Length, exact.HasMore));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => (long)i), exact.Entries.Select(entry => entry.LengthBytes));
        Assert.All(exact.Entries, entry => Assert.Equal(Clock.GetUtcNow(), entry.LastModified));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ListAsync("", null, 1001, default));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ListAsync("", null, 0, default));
    }

    [Fact]
    public async Task Any_set_of_keys_lists_like_a_sorted_set()
    {
        var segment = Gen.OneOf(Gen.Char["ab/-.~%_ 0"].Array[1, 6].Select(chars => new string(chars)));
        await segment.Array[1, 12].SelectMany(keys => Gen.Select(Gen.Const(keys), segment, segment)).SampleAsync(
            async (keys, prefix, after) =>
            {
                var valid = keys.Where(key => new ObjectKey(key).IsValid).ToHashSet(StringComparer.Ordinal);
                foreach (var key in valid)
                {
                    await PutAsync(new(key), key, PutCondition.Always);
                }

                var expected = valid
                    .Where(key =>
                        key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0)
                    .Order(StringComparer.Ordinal);
                Assert.Equal(expected, await KeysAsync(prefix, new ObjectKey(after), 100));
                await Store.DeleteManyAsync([.. valid.Select(key => new ObjectKey(key))], default);
                Assert.Empty(await KeysAsync("", null, 100));
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task Of_many_concurrent_creations_one_lands()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => (i, (await PutAsync(Key, $"{i}", PutCondition.Absent)).Landed))));

        var winner = Assert.Single(results, result => result.Landed);
        Assert.Equal($"{winner.i}", Text(await Store.FindAsync(Key, default)));
    }

    [Fact]
    public async Task Concurrent_compare_and_swaps_lose_no_increment()
    {
        await PutAsync(Key, "0", PutCondition.Always);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(IncrementTenTimesAsync)));

        Assert.Equal("40", Text(await Store.FindAsync(Key, default)));
    }

    [Fact]
    public async Task Puts_and_deletions_under_one_prefix_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                var key = new ObjectKey($"shared/{i % 3}/{worker}");
                var condition = i % 2 == 0 ? PutCondition.Absent : PutCondition.Always;
                Assert.True((await PutAsync(key, "x", condition)).Landed);
                await Store.DeleteAsync(key, default);
            }
        })));

        Assert.Empty(await KeysAsync("", null, 100));
    }

    [Fact]
    public async Task A_cancelled_request_has_no_effect()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.PutAsync(Key, new byte[1], PutCondition.Always, cancelled.Token));

        Assert.Null(await Store.FindAsync(Key, default));
    }

    [Fact]
    public async Task The_probe_finds_nothing_missing_and_leaves_nothing_behind()
    {
        Assert.Empty(await new ObjectStoreProbe(Store, new Random(1)).FindMissingAsync(default));
        Assert.Empty(await KeysAsync("", null, 10));
    }

    private async Task IncrementTenTimesAsync()
    {
        for (var done = 0; done < 10;)
        {
            var found = await Store.FindAsync(Key, default);
            var next = int.Parse(Text(found)!, System.Globalization.CultureInfo.InvariantCulture) + 1;
            done += (await PutAsync(Key, $"{next}", PutCondition.Matches(found!.ETag))).Landed ? 1 : 0;
        }
    }

    private Task<PutResult> PutAsync(ObjectKey key, string content, PutCondition condition) =>
        Store.PutAsync(key, Encoding.UTF8.GetBytes(content), condition, default);

    private async Task<IReadOnlyList<string>> KeysAsync(string prefix, ObjectKey? after, int limit) =>
        [.. (await Store.ListAsync(prefix, after, limit, default)).Entries.Select(entry => entry.Key.Value)];

    private static string? Text(StoredObject? found) =>
        found is null ? null : Encoding.UTF8.GetString(found.Content.Span);
}
