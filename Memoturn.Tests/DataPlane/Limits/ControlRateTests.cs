using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.DataPlane.Limits;

public sealed class ControlRateTests
{
    private static TestNodeOptions DefaultRate => new()
    {
        Settings = new Dictionary<string, string> { ["MEMOTURN_CONTROL_RATE"] = "10" },
        Clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)),
    };

    [Fact]
    [Trait("Accept", "LIM-02")]
    public async Task Of_40_rapid_lists_the_first_is_served_and_at_least_one_is_shed()
    {
        await using var node = new TestNode(DefaultRate);
        var statuses = new List<int>();
        for (var i = 0; i < 40; i++)
        {
            statuses.Add((await node.GetAsync("/v1/databases")).Status);
        }

        Assert.Equal(200, statuses[0]);
        Assert.Contains(429, statuses);
        Assert.Equal(20, statuses.Count(status => status == 200));
    }

    [Fact]
    [Trait("Accept", "LIM-03")]
    public async Task Control_limit_trips_within_200_creates_and_says_when_to_come_again()
    {
        await using var node = new TestNode(DefaultRate);
        TestAnswer? shed = null;
        for (var i = 0; i < 200 && shed is null; i++)
        {
            var answer = await node.PostAsync("/v1/databases", $$"""{"name":"many{{i}}"}""");
            shed = answer.Status == 429 ? answer : null;
        }

        Assert.Equal("rate limit exceeded", shed?.ExpectError(429, "overloaded").Error);
        Assert.Equal("1", shed?.Header("Retry-After"));
    }

    [Theory]
    [InlineData("/V1/Databases")]
    [InlineData("/v1/NAMESPACES")]
    public async Task Other_letter_case_does_not_pass_by_the_limit(string path)
    {
        await using var node = new TestNode(DefaultRate);
        for (var i = 0; i < 20; i++)
        {
            await node.GetAsync(path);
        }

        (await node.GetAsync(path)).ExpectError(429, "overloaded");
    }

    [Fact]
    public async Task Rate_comes_before_the_route_and_leaves_other_routes_alone()
    {
        await using var node = new TestNode(DefaultRate);
        for (var i = 0; i < 20; i++)
        {
            await node.GetAsync("/v1/namespaces/acme/nothing");
        }

        (await node.GetAsync("/v1/databases/acme/nothing")).ExpectError(429, "overloaded");
        (await node.GetAsync("/v1/whoami")).Expect(200);
    }
}
