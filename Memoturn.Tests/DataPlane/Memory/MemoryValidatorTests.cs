using System.Collections.Immutable;
using Memoturn.DataPlane.Memory;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using static Memoturn.Tests.DataPlane.Memory.MemoryDatabase;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class MemoryValidatorTests
{
    private static readonly MemoryItem Fact = new() { Type = MemoryTypes.Fact, Summary = "s" };

    public static TheoryData<MemoryItem?, string> Refused => new()
    {
        { null, "memories[3]: expected object" },
        { Fact with { Type = null }, "memories[3].type: expected string" },
        { Fact with { Type = "dream" }, "invalid document: unknown memory type: dream" },
        { Fact with { Summary = null }, "memories[3].summary: expected string" },
        { Fact with { Summary = " \t\n" }, "invalid document: memory summary must not be empty" },
        { Fact with { Type = MemoryTypes.Event, TopicKey = "t" }, "invalid document: topic_key is only valid on "
            + "fact/instruction memories" },
        { Fact with { Type = MemoryTypes.Task, TopicKey = "t" }, "invalid document: topic_key is only valid on "
            + "fact/instruction memories" },
        { Fact with { TopicKey = new string('é', 513) }, "memories[3].topic_key: expected at most 1024 bytes" },
        { Fact with { Embedding = ImmutableArray<float>.Empty }, "invalid document: empty embedding" },
        { Fact with { Type = MemoryTypes.Task, Embedding = ImmutableArray<float>.Empty }, "invalid document: empty "
            + "embedding" },
        { Fact with { Ttl = -1 }, "memories[3].ttl: expected integer >= 0" },
        { Fact with { ValidFrom = 5, ValidTo = 5 }, "memories[3].valid_from: expected a time before valid_to" },
        { Fact with { SessionId = new string('s', 257) }, "memories[3].session_id: expected 1..256 characters, none "
            + "of them a control character" },
        { Fact with { Source = "a\nb" }, "memories[3].source: expected 1..256 characters, none of them a control "
            + "character" },
        { Fact with { Content = Json("[1e999]") }, "memories[3].content: number beyond the range of a double" },
        { Fact with { Content = Json("""{"a":"\ud800"}""") }, "memories[3].content: unpaired surrogate" },
        { Fact with { Metadata = Json("[]") }, "memories[3].metadata: expected object" },
        { Fact with { Metadata = Json("""{"a":[]}""") }, "memories[3].metadata.a: expected string, number, boolean "
            + "or null" },
        { Fact with { Metadata = Json("""{"a":1e999}""") }, "memories[3].metadata.a: expected string, number, "
            + "boolean or null" },
        { Fact with { Metadata = Json("""{"a b":1}""") }, "memories[3].metadata: a key is 1..64 characters of A-Z "
            + "a-z 0-9 _ - and not _id" },
        { Fact with { Metadata = Json("""{"_id":1}""") }, "memories[3].metadata: a key is 1..64 characters of A-Z "
            + "a-z 0-9 _ - and not _id" },
        { Fact with { Metadata = Json($"{{\"a\":\"{new string('x', 16_377)}\"}}") }, "memories[3].metadata: more "
            + "than 16384 bytes of JSON" },
        { Fact with { Metadata = Json($"{{{string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"k{i}\":1"))}}}") },
            "memories[3].metadata: more than 64 keys" },
    };

    [Theory]
    [Trait("Accept", "MEM-28")]
    [Trait("Accept", "MEM-19")]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Refused_item_is_named(MemoryItem? item, string message)
    {
        var failure = Assert.Throws<RequestException>(() => MemoryValidator.Validate(item, "memories[3]"));

        Assert.Equal((ErrorCode.InvalidRequest, message), (failure.Code, failure.Message));
    }

    [Theory]
    [Trait("Accept", "MEM-28")]
    [InlineData("fact", null)]
    [InlineData("instruction", null)]
    [InlineData("event", null)]
    [InlineData("task", 86_400L)]
    public void Every_type_takes_a_ttl_and_only_tasks_have_a_default(string type, long? defaultSeconds)
    {
        Assert.Equal(defaultSeconds, Validated(Fact with { Type = type }).TtlSeconds);
        Assert.Equal(5, Validated(Fact with { Type = type, Ttl = 5 }).TtlSeconds);
    }

    [Fact]
    public void Unknown_type_is_told_to_its_64th_character()
    {
        var type = string.Concat(Enumerable.Repeat("\U0001F511", 100));

        var refused = Assert.Throws<RequestException>(
            () => MemoryValidator.Validate(new MemoryItem { Type = type, Summary = "s" }, "memories[0]"));

        Assert.EndsWith($"unknown memory type: {type[..128]}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_names_count_as_absent()
    {
        var memory = Validated(Fact with { TopicKey = "", SessionId = "", Source = "" });

        Assert.Equal((null, null, null), (memory.TopicKey, memory.SessionId, memory.Source));
        Assert.Equal(Validated(Fact).Id, memory.Id);
    }

    [Fact]
    public void Bounds_are_inclusive()
    {
        Validated(Fact with
        {
            TopicKey = new string('é', 512),
            SessionId = string.Concat(Enumerable.Repeat("😀", 256)),
            Metadata = Json($"{{\"{new string('k', 64)}\":\"{new string('x', 16_384 - 71)}\"}}"),
        });
    }

    [Fact]
    public void Task_keeps_no_embedding() =>
        Assert.Null(Validated(Fact with { Type = MemoryTypes.Task, Embedding = [1f] }).Embedding);

    [Theory]
    [Trait("Accept", "LIM-04")]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Ingest_holds_at_most_1000_memories__over_HTTP_is_another_test(int count, bool isAccepted)
    {
        var items = Enumerable.Repeat(Fact, count).ToList();

        var failure = Record.Exception(() => MemoryValidator.RequireBatch(items));

        Assert.Equal(isAccepted ? null : "ingest batch exceeds 1000 memories; split the request", failure?.Message);
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("\"word\"", "word")]
    [InlineData("""{"b":"two","a":["one",1,true,null,{"c":"three"}]}""", "one three two")]
    [InlineData("""{"a":"line\nbreak \u00e9"}""", "line\nbreak é")]
    public void String_leaves_of_the_content_are_indexed(string content, string expected) =>
        Assert.Equal(expected, Validated(Fact with { Content = Json(content) }).ContentText);

    [Theory]
    [InlineData(65_536, 65_536)]
    [InlineData(65_537, 65_536)]
    public void Indexed_content_is_cut_at_65536_bytes(int length, int expected) =>
        Assert.Equal(
            expected, Validated(Fact with { Content = Json($"\"{new string('x', length)}\"") }).ContentText.Length);

    [Fact]
    public void Indexed_content_is_cut_between_characters()
    {
        var text = Validated(Fact with { Content = Json($"\"x{string.Concat(Enumerable.Repeat("😀", 20_000))}\"") })
            .ContentText;

        Assert.Equal(1 + (2 * (65_535 / 4)), text.Length);
        Assert.EndsWith("😀", text, StringComparison.Ordinal);
    }
}
