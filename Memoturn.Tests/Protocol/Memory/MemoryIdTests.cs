using System.Text.Json;
using Memoturn.Protocol.Memory;

namespace Memoturn.Tests.Protocol.Memory;

public sealed class MemoryIdTests
{
    public static TheoryData<string> Vectors =>
        [.. File.ReadLines(Repository.PathOf("docs/formats/memory-id.md")).Where(
            line => line.StartsWith("{\"type\"", StringComparison.Ordinal))];

    [Fact]
    public void Format_page_has_every_published_vector() => Assert.Equal(14, Vectors.Count);

    [Theory]
    [MemberData(nameof(Vectors))]
    [Trait("Accept", "MEM-27")]
    public void Published_vectors_hold_to_the_letter(string line)
    {
        var vector = JsonElement.Parse(line);

        var id = MemoryId.Compute(
            vector.GetProperty("type").GetString()!,
            vector.TryGetProperty("topic_key", out var topic) ? topic.GetString() : null,
            vector.TryGetProperty("content", out var content) ? content : null);

        Assert.Equal(vector.GetProperty("id").GetString(), id);
    }

    [Fact]
    public void Absent_content_is_null() =>
        Assert.Equal("mem_0dd8a9e7949038092ae3ca34ef999711", MemoryId.Compute(MemoryTypes.Task, null, null));

    [Fact]
    [Trait("Accept", "MEM-25")]
    public void Type_topic_and_content_each_change_an_id_of_36_characters()
    {
        var content = JsonElement.Parse("""{"v":1}""");
        var ids = new[]
        {
            MemoryId.Compute(MemoryTypes.Fact, "a", content),
            MemoryId.Compute(MemoryTypes.Instruction, "a", content),
            MemoryId.Compute(MemoryTypes.Fact, "b", content),
            MemoryId.Compute(MemoryTypes.Fact, "a", JsonElement.Parse("""{"v":2}""")),
        };

        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^mem_[0-9a-f]{32}$", id));
        Assert.Equal(ids[0], MemoryId.Compute(MemoryTypes.Fact, "a", content));
    }
}
