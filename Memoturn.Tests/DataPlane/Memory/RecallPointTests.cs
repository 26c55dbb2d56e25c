using Memoturn.DataPlane.Memory;

namespace Memoturn.Tests.DataPlane.Memory;

public sealed class RecallPointTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05Z")]
    [InlineData("2026-01-02t03:04:05.25z")]
    [InlineData("2026-01-02T03:04:05+02:00")]
    public void Time_of_rfc_3339_is_a_time(string text) => Assert.NotNull(Parse(text).Time);

    [Theory]
    [InlineData("may")]
    [InlineData("10:30")]
    [InlineData("2026-01-02")]
    [InlineData("2026-01-02T03:04:05")]
    [InlineData("2026-13-02T03:04:05Z")]
    [InlineData("1/2/2026")]
    public void Anything_else_is_the_name_of_a_checkpoint(string text)
    {
        var point = Parse(text);

        Assert.Null(point.Time);
        Assert.Null(point.TxId);
        Assert.Equal(text, point.Text);
    }

    private static RecallPoint Parse(string text) => RecallPoint.Parse(MemoryDatabase.Json($"\"{text}\""));
}
