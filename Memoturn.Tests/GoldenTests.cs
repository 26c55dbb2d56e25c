using Xunit.Sdk;

namespace Memoturn.Tests;

public sealed class GoldenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("memoturn-golden-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_difference_fails_and_leaves_the_actual_text_beside_the_golden_file()
    {
        var path = Path.Combine(_folder, "table.txt");
        File.WriteAllText(path, "one\ntwo\n");

        var failure = Assert.Throws<XunitException>(() => new GoldenFile(path).Match("one\n2\n", accept: false));

        Assert.Contains("line 2: expected <two>, actual <2>", failure.Message, StringComparison.Ordinal);
        Assert.Equal("one\n2\n", File.ReadAllText(path + ".actual"));
    }

    [Fact]
    public void A_missing_golden_file_fails() =>
        Assert.Throws<XunitException>(
            () => new GoldenFile(Path.Combine(_folder, "absent.txt")).Match("text", accept: false));

    [Fact]
    public void Accepting_writes_the_golden_file_and_removes_the_actual_one()
    {
        var path = Path.Combine(_folder, "table.txt");
        Assert.Throws<XunitException>(() => new GoldenFile(path).Match("text", accept: false));

        new GoldenFile(path).Match("text", accept: true);

        new GoldenFile(path).Match("text\n", accept: false);
        Assert.False(File.Exists(path + ".actual"));
    }
}
