using Memoturn.DataPlane.Memory;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class SupersessionTests
{
    [Theory]
    [InlineData(null, null, "Active")]
    [InlineData(null, 101L, "Active")]
    [InlineData(null, 100L, "Expired")]
    [InlineData(50L, null, "Superseded")]
    [InlineData(50L, 99L, "Expired")]
    public void Row_is_expired_first_then_superseded_then_active(long? supersededAt, long? expiresAt, string state) =>
        Assert.Equal(state, Supersession.StateOf(supersededAt, expiresAt, nowUnixMs: 100).ToString());

    [Theory]
    [InlineData("fact", "t", true)]
    [InlineData("instruction", "t", true)]
    [InlineData("fact", null, false)]
    [InlineData("event", "t", false)]
    [InlineData("task", "t", false)]
    public void Only_facts_and_instructions_with_a_topic_take_it(string type, string? topicKey, bool expected) =>
        Assert.Equal(expected, Supersession.TakesTopic(type, topicKey));

    [Theory]
    [InlineData(true, 5L, 5L)]
    [InlineData(true, null, 100L)]
    [InlineData(false, 5L, 100L)]
    public void Validity_moves_the_start_of_the_first_activation_only(bool isFirst, long? validFrom, long expected) =>
        Assert.Equal(expected, Supersession.ShownFrom(isFirst, validFrom, activeFrom: 100));

    [Theory]
    [InlineData(null, null, 100L)]
    [InlineData(null, 70L, 70L)]
    [InlineData(60L, 70L, 60L)]
    [InlineData(80L, 70L, 70L)]
    [InlineData(200L, null, 100L)]
    public void Superseded_activation_ends_where_its_validity_or_its_successor_says(
        long? validTo, long? successorFrom, long expected) =>
        Assert.Equal(expected, Supersession.ShownTo(validTo, successorFrom, supersededAt: 100));
}
