using System.Diagnostics;
using System.Text.RegularExpressions;
using Memoturn.Benchmarks.Http;

namespace Memoturn.Tests.Docs;

/// <summary>
/// The README's commands are run as they stand, its answers are compared; <c>…</c> stands for anything.
/// </summary>
public sealed class ReadmeTests
{
    private const string AddressInReadme = "http://127.0.0.1:8080";
    private const string EndOfStep = "--- end of step ---";

    private static readonly IReadOnlyList<MarkedBlock> Blocks =
        MarkedBlock.Of(File.ReadAllText(Repository.PathOf("README.md")));

    [Fact]
    public void The_two_commands_are_there()
    {
        Assert.Equal(
            "dotnet run --project Memoturn.DataPlane", Assert.Single(Blocks, block => block.Name == "node").Text);
        Assert.StartsWith(
            "dotnet test Memoturn.sln", Assert.Single(Blocks, block =>
                block.Name == "tests").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tour_answers_what_the_page_says()
    {
        await using var node = await NodeProcess.StartAsync(CancellationToken.None);
        var steps = Blocks.Where(block => block.Name == "tour").Select(
            block => $"{block.Text}\necho\necho '{EndOfStep}'");
        var script = string.Join('\n', steps).Replace(
            AddressInReadme, $"{node.Address}".TrimEnd('/'), StringComparison.Ordinal);

        var answers = (await RunAsync(script)).Split(EndOfStep, StringSplitOptions.TrimEntries);

        Assert.All(Expectations(), expected => Assert.Matches(Pattern(expected.Text), answers[expected.Step]));
    }

    /// <summary>Each expectation with the index of the step it follows.</summary>
    private static IEnumerable<(int Step, string Text)> Expectations()
    {
        var step = -1;
        foreach (var block in Blocks)
        {
            step += block.Name == "tour" ? 1 : 0;
            if (block.Name == "expect")
            {
                yield return (step, block.Text);
            }
        }
    }

    private static string Pattern(string expected) =>
        "(?s)^" + string.Join(".*", expected.Split('…').Select(Regex.Escape)) + "$";

    private static async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("bash did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TestTimeouts.Default);
        await process.WaitForExitAsync(deadline.Token);

        Assert.True(process.ExitCode == 0, $"the tour ended with {process.ExitCode}: {await output}{await error}");
        return await output;
    }
}
