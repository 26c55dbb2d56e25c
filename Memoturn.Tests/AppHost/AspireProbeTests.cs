namespace Memoturn.Tests.AppHost;

/// <summary><c>eng/Aspire.*</c> in a copy of the folder, against feeds made for the test.</summary>
public sealed class AspireProbeTests : IDisposable
{
    private const string Override = "MEMOTURN_ASPIRE";
    private const string Marker = "artifacts/aspire-probe/13.5.0.props";

    private readonly string _root = Directory.CreateTempSubdirectory("memoturn-probe-").FullName;

    public AspireProbeTests()
    {
        foreach (var source in Directory.EnumerateFiles(Repository.PathOf("eng"), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".props" or ".targets" or ".csproj"))
        {
            Write("eng/" + Path.GetRelativePath(Repository.PathOf("eng"), source), File.ReadAllText(source));
        }

        Write(
            "probe.proj",
            """
            <Project>
              <Import Project="eng/Aspire.props" />
              <Import Project="eng/Aspire.targets" />
              <Target Name="Say"><Message Importance="high" Text="available=$(AspireAvailable)" /></Target>
            </Project>
            """);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_environment_overrides_the_probe_and_leaves_no_marker(string value)
    {
        var run = await SayAsync((Override, value));

        Assert.Contains($"available={value}", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, Marker)));
    }

    [Fact]
    public async Task A_marker_is_believed_without_asking_a_feed()
    {
        UseFeed("http://127.0.0.1:1/index.json");
        Write(Marker, "<Project><PropertyGroup><AspireAvailable>true</AspireAvailable></PropertyGroup></Project>");

        Assert.Contains("available=true", (await SayAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_without_Aspire_is_an_absence_and_is_remembered()
    {
        Directory.CreateDirectory(Path.Combine(_root, "empty-feed"));
        UseFeed("empty-feed");

        var run = await SayAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("error", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "<AspireAvailable>false</AspireAvailable>",
            await File.ReadAllTextAsync(Path.Combine(_root, Marker)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_is_MEMO0002_and_never_an_absence()
    {
        UseFeed("http://127.0.0.1:1/index.json");

        var run = await SayAsync();

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("MEMO0002", run.Output, StringComparison.Ordinal);
        Assert.Contains("MEMOTURN_ASPIRE=false", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, Marker)));
    }

    private Task<DotnetCommand> SayAsync(params (string Name, string Value)[] environment) =>
        DotnetCommand.RunAsync(
            _root,
            [
                ("NUGET_PACKAGES", Path.Combine(_root, "packages")),
                ("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "1"),
                .. environment,
            ],
            "msbuild", "probe.proj", "-nologo", "-v:m", "-t:Say");

    private void UseFeed(string source) => Write(
        "NuGet.config",
        $"""
        <configuration>
          <packageSources><clear /><add key="test" value="{source}" allowInsecureConnections="true" /></packageSources>
        </configuration>
        """);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
