using System.Text.Json;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;
using Memoturn.Tests.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.Tests.DataPlane.Databases;

public sealed class DurabilityTests
{
    private const string Profile = "/v1/memory/acme/support-bot";
    private const int Vocabulary = 5_000;

    private static readonly string[] Syllables =
        "ba ke li mo nu ra se ti vo wa da fe gi ho ju pa re sa to lu".Split(' ');

    [Fact]
    [Trait("Accept", "DUR-01")]
    public async Task A_new_node_with_an_empty_disk_reads_both_rows_with_a_handful_of_requests()
    {
        var bucket = new MemoryObjectStore(TimeProvider.System);
        await using (var first = new TestNode(new() { Store = bucket }))
        {
            await IngestAsync(first, "one");
            await IngestAsync(first, "two");
        }

        var counted = new CountingObjectStore(bucket);
        await using var second = new TestNode(new() { Store = counted });
        _ = second.Client;
        var (before, puts) = (counted.Requests, counted.Puts);
        var listed = (await second.GetAsync($"{Profile}/memories")).Expect(200);

        Assert.Equal(2, listed.Json.GetProperty("memories").GetArrayLength());
        Assert.InRange(counted.Requests - before, 1, 12);
        Assert.Equal(puts, counted.Puts);
    }

    [Fact]
    [Trait("Accept", "DUR-02")]
    public async Task Three_synced_writes_leave_one_base_and_contiguous_increments()
    {
        var bucket = new MemoryObjectStore(TimeProvider.System);
        await using var node = new TestNode(new() { Store = bucket });
        foreach (var text in new[] { "one", "two", "three" })
        {
            await IngestAsync(node, text);
            (await node.PostAsync("/v1/db/acme--support-bot/sync", null)).Expect(200);
        }

        var data = (await TailObjects.ReadAsync(bucket)).Select(tail =>
            tail.Segment).Where(tail => tail.Kind == SegmentKind.Data).ToArray();
        Assert.Equal([1UL, 2UL, 3UL], data.SelectMany(tail => tail.Commits).Select(commit => commit.TxId.Value));
        var first = data[0].Commits[0];
        Assert.Equal(first.PageCount, (uint)first.Entries.Length);
        Assert.All(first.Entries, entry => Assert.Equal(PageEntryKind.Whole, entry.Kind));
        Assert.All(data.Skip(1).SelectMany(tail => tail.Commits), commit =>
            Assert.True(commit.Entries.Length < commit.PageCount / 2));
    }

    [Fact]
    [Trait("Accept", "DUR-03")]
    public async Task A_new_node_replays_base_and_increments_a_document_is_left()
    {
        var bucket = new MemoryObjectStore(TimeProvider.System);
        await using (var first = new TestNode(new() { Store = bucket }))
        {
            for (var row = 1; row <= 6; row++)
            {
                await IngestAsync(first, $"row {row}");
                (await first.PostAsync("/v1/db/acme--support-bot/sync", null)).Expect(200);
            }
        }

        await using var second = new TestNode(new() { Store = bucket });
        var listed = (await second.GetAsync($"{Profile}/memories")).Expect(200);
        Assert.Equal(
            ["row 1", "row 2", "row 3", "row 4", "row 5", "row 6"],
            listed.Json.GetProperty("memories").EnumerateArray().Select(memory =>
                memory.GetProperty("summary").GetString()).Order());
        var engine = second.Services.GetRequiredService<StorageEngine>();
        var record = await engine.Names.FindAsync(
            DatabaseName.Parse("acme--support-bot", null), CancellationToken.None);
        Assert.NotNull(record);
        Assert.Equal("ok", await NotesTable.CheckIntegrityAsync(engine, record));
    }

    [Fact]
    [Trait("Accept", "DUR-25")]
    public async Task A_memory_of_200_bytes_ships_two_kilobytes_at_most()
    {
        var bucket = new MemoryObjectStore(TimeProvider.System);
        await using var node = new TestNode(new() { Store = bucket });
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            await IngestAsync(node, TextOf(random, 200), ("Memoturn-Durability", "durable"));
        }

        var shipped = await ShippedAloneAsync(bucket);
        Assert.True(shipped.Length > 900, $"{shipped.Length} segments of one commit");
        Assert.InRange(Median(shipped.Select(tail => tail.LengthBytes)), 1, 2048);
    }

    [Fact]
    [Trait("Accept", "DUR-25")]
    public async Task At_4_KB_that_is_a_fifteenth_of_the_changed_pages_at_1_KB_pages_are_a_quarter_as_large()
    {
        await using var cluster = new EngineCluster();
        var engine = await cluster.StartAsync();
        var database = await EngineCluster.CreateAsync(engine, "four-kilobytes");
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var memory = MemoryOf(TextOf(random, 200));
            await engine.WriteAsync(
                database,
                BranchName.Main,
                Durability.Durable,
                context => new MemoryWriter(context).Ingest([memory]).Count,
                CancellationToken.None);
        }

        var shipped = await ShippedAloneAsync(cluster.Bucket);
        var bytes = Median(shipped.Select(tail => tail.LengthBytes));
        var pages = Median(
            shipped.Select(tail => tail.Segment.Commits[0].Entries.Length * (long)tail.Segment.PageSize));
        Assert.True(bytes * 15 <= pages, $"{bytes} bytes for {pages} bytes of changed pages");
    }

    [Fact]
    [Trait("Accept", "REP-07")]
    public async Task A_floor_above_the_head_is_refused_in_time_and_disturbs_nothing_on_the_owner()
    {
        var bucket = new SwitchableObjectStore(new MemoryObjectStore(TimeProvider.System));
        var counted = new CountingObjectStore(bucket);
        await using var node = new TestNode(new()
        {
            Store = counted,
            Settings = new Dictionary<string, string> { ["MEMOTURN_MIN_TXID_WAIT_MS"] = "200" },
        });
        await IngestAsync(node, "shipped");
        (await node.PostAsync("/v1/db/acme--support-bot/sync", null)).Expect(200);
        bucket.IsDown = true;
        var head = (await IngestAsync(node, "unshipped")).Header("Memoturn-Txid");
        var (lists, deletes) = (counted.Lists, counted.Deletes);

        var floor = ulong.Parse(head ?? "", null) + 1000;
        var refused = await node.GetAsync($"{Profile}/memories", ("Memoturn-Min-Txid", $"{floor}"));
        refused.ExpectError(409, "txid_not_reached");
        Assert.Equal(head, refused.Header("Memoturn-Txid"));

        var listed = (await node.GetAsync($"{Profile}/memories", ("Memoturn-Min-Txid", $"{head}"))).Expect(200);
        Assert.Equal(2, listed.Json.GetProperty("memories").GetArrayLength());
        Assert.Equal((lists, deletes), (counted.Lists, counted.Deletes));
        bucket.IsDown = false;
        (await node.PostAsync("/v1/db/acme--support-bot/sync", null)).Expect(200);
    }

    private static async Task<TestAnswer> IngestAsync(TestNode node, string summary, params (string, string)[] headers)
    {
        var answer = await node.PostAsync(
            $"{Profile}/memories",
            $$$"""{"memories":[{"type":"event","summary":"{{{summary}}}","content":{"text":"{{{summary}}}"}}]}""",
            headers);
        return answer.Expect(201);
    }

    // The segments of one commit; the first holds the template's pages too.
    private static async Task<(Segment Segment, long LengthBytes)[]> ShippedAloneAsync(IObjectStore bucket) =>
        [.. (await TailObjects.ReadAsync(bucket)).Where(tail => tail.Segment.Commits.Length == 1).Skip(1)];

    private static NewMemory MemoryOf(string summary)
    {
        var content = JsonSerializer.SerializeToElement(new { text = summary });
        return new()
        {
            Id = MemoryId.Compute("event", null, content),
            Type = "event",
            Summary = summary,
            ContentJson = JsonSerializer.SerializeToUtf8Bytes(content),
            ContentText = summary,
        };
    }

    // Words of a vocabulary, as people's texts have.
    private static string TextOf(Random random, int length)
    {
        var words = new List<string>();
        while (words.Sum(word => word.Length + 1) <= length)
        {
            var number = (int)(Vocabulary * Math.Pow(random.NextDouble(), 2));
            words.Add($"{Syllables[number % 20]}{Syllables[number / 20 % 20]}{Syllables[number / 400 % 20]}");
        }

        return string.Join(' ', words)[..length];
    }

    private static long Median(IEnumerable<long> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
