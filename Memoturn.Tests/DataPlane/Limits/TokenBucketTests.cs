using Memoturn.DataPlane.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.DataPlane.Limits;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    [Trait("Accept", "LIM-07")]
    public void Gives_what_it_holds_refuses_the_next_and_refills_one_per_second()
    {
        var bucket = new TokenBucket(tokensPerSecond: 1, capacity: 2, _clock);

        Assert.True(bucket.TryTake());
        Assert.True(bucket.TryTake());
        Assert.False(bucket.TryTake());
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(bucket.TryTake());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(bucket.TryTake());
        Assert.False(bucket.TryTake());
    }

    [Fact]
    [Trait("Accept", "LIM-07")]
    public void Holds_its_capacity_of_3_and_no_more_after_idling()
    {
        var bucket = new TokenBucket(tokensPerSecond: 1, capacity: 3, _clock);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => bucket.TryTake()));
    }
}
