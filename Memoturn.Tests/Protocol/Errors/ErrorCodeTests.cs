using Memoturn.Protocol;

namespace Memoturn.Tests.Protocol.Errors;

public sealed class ErrorCodeTests
{
    [Fact]
    public void Set_has_twenty_distinct_words() =>
        Assert.Equal(20, ErrorCode.All.Select(code => code.Name).Distinct().Count());

    [Theory]
    [InlineData(404, "not_found")]
    [InlineData(409, "conflict")]
    [InlineData(418, "internal")]
    [InlineData(503, "unavailable")]
    public void Bare_status_has_a_code(int status, string name) => Assert.Equal(name, ErrorCode.OfStatus(status).Name);
}
