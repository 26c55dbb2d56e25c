using System.Text.Json;
using Memoturn.Protocol.Memory;

namespace Memoturn.Tests.Protocol.Memory;

public sealed class MemoryIdTests
{
    [Theory]
    [InlineData("fact", "user.theme", """{"v":"dark"}""", "mem_5758fd9d59dc40b7225a7ebf08fa0f22")]
    [InlineData("fact", "user.theme", """{"v":"light"}""", "mem_644e944f3c91d0c05217bd1f757f9bbe")]
    [InlineData("event", "user.theme", """{"v":"dark"}""", "mem_cc71a6d85b794c8a649c6d8d79cb13ca")]
    [InlineData("fact", null, """{"v":"dark"}""", "mem_7c30e6f87d9b126f57171c7dc2c9f3dd")]
    [InlineData("fact", "", """{"a":2,"b":1}""", "mem_906d3f78b3524285e8802f02b1027c8e")]
    [InlineData("event", null, "{}", "mem_878944971b91afea25b9ef2cea6b105f")]
    [InlineData("task", null, "null", "mem_0dd8a9e7949038092ae3ca34ef999711")]
    [InlineData("fact", "user.diet", """{"text":"The user has been vegetarian since 2024."}""", "mem_ee110c0145fb98173031edbc92a83729")]
    [InlineData("event", null, """{"l":[1,"x"],"n":1.5,"s":"é/\"\\\n","t":true,"z":null}""", "mem_420be0470c07b8016e457cd5bc52a44b")]
    [InlineData("fact", null, """{"n":-0.0}""", "mem_5fd2b6799e9a4490fc3409f562835d65")]
    [InlineData("fact", null, """{"n":1e16}""", "mem_6b733dcb3015dff22d3c6f5f6eb75893")]
    [InlineData("fact", null, """{"n":1e-6}""", "mem_513162df95bbeca6aee8dcf43ca51dc7")]
    [InlineData("fact", null, """{"n":1000000000000000.0}""", "mem_fa4e25bc4120c7ff6cec4c5bef648f43")]
    [InlineData("fact", null, """{"～":1,"😀":2}""", "mem_3d32515be443cf9e79200fd179071586")]
    [Trait("Accept", "MEM-27")]
    public void Published_vectors_hold_to_the_letter(string type, string? topicKey, string content, string id) =>
        Assert.Equal(id, MemoryId.Compute(type, topicKey, JsonElement.Parse(content)));

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
