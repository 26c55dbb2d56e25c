namespace Memoturn.Tests.Storage.Sqlite;

public sealed class RandomFunctionTests
{
    private const string Draw = "SELECT random() || ' ' || hex(randomblob(20)) || ' ' || length(randomblob(-3))";

    [Fact]
    public void Random_values_come_from_the_engines_generator()
    {
        Assert.Equal(DrawTwice(seed: 5), DrawTwice(seed: 5));
        Assert.NotEqual(DrawTwice(seed: 5), DrawTwice(seed: 6));
        var (first, second) = DrawTwice(seed: 5);
        Assert.NotEqual(first, second);
        Assert.EndsWith(" 1", first, StringComparison.Ordinal);
    }

    private static (string? First, string? Second) DrawTwice(int seed)
    {
        using var fixture = new PagesFixture(seed: seed);
        using var pages = fixture.Create("CREATE TABLE t(v)");
        return (fixture.Read(pages, Draw), fixture.Read(pages, Draw));
    }
}
