using System.Text.Json;
using Memoturn.Benchmarks;
using Memoturn.Benchmarks.Reports;
using Microsoft.Extensions.Time.Testing;

namespace Memoturn.Tests.Benchmarks;

public sealed class BenchmarkProgramTests : IDisposable
{
    private static readonly BenchmarkRow Faster = new("commit", "us", 2, 8, BenchmarkGoal.RatioAtMost(0.5));
    private static readonly BenchmarkRow Slower =
        new("throughput", "acks/s", 90_000, 10_000, BenchmarkGoal.RatioAtLeast(20));

    private readonly string _folder = Directory.CreateTempSubdirectory("memoturn-benchmarks-").FullName;
    private readonly StringWriter _output = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_missed_goal_fails_the_run_and_says_NO()
    {
        Assert.Equal(1, await RunAsync("engine"));
        Assert.EndsWith(
            """
            benchmark   unit      ours  baseline  ratio  goal     met
            commit      us        2.00      8.00  0.25x  <= 0.5x  yes
            throughput  acks/s  90,000    10,000  9.00x  >= 20x   NO
            """,
            _output.ToString().TrimEnd(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_leaves_out_the_other_scenarios()
    {
        Assert.Equal(0, await RunAsync("engine", "--filter", "fast"));
        Assert.DoesNotContain("throughput", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_scenario_is_chosen_by_its_whole_name()
    {
        Assert.Equal(0, await RunAsync("engine", "--scenario", "fast-one"));
        Assert.DoesNotContain("throughput", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_names_the_scenarios_and_runs_none()
    {
        Assert.Equal(0, await RunAsync("engine", "--list"));
        Assert.Equal(["fast-one", "slow-one"], _output.ToString().Split(Environment.NewLine)[..^1]);
    }

    [Fact]
    public async Task Rows_are_written_as_json_with_their_ratio_goal_and_outcome()
    {
        var path = Path.Combine(_folder, "rows.json");
        await RunAsync("engine", "--json", path);

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        var row = report.RootElement.GetProperty("rows")[0];
        Assert.Equal(
            """{"name":"commit","unit":"us","ours":2,"baseline":8,"ratio":0.25,"goal":"<= 0.5x","met":true}""",
            JsonSerializer.Serialize(row, JsonSerializerOptions.Web).Replace("\\u003C", "<", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_markdown_page_names_day_commit_and_command()
    {
        var path = Path.Combine(_folder, "page.md");
        await RunAsync("engine", "--markdown", path);

        var page = await File.ReadAllTextAsync(path);
        Assert.Contains("- Day: 2026-02-03", page, StringComparison.Ordinal);
        Assert.Contains("- Commit: " + Machine.Current.Commit, page, StringComparison.Ordinal);
        Assert.Contains($"Memoturn.Benchmarks -- engine --markdown {path}`", page, StringComparison.Ordinal);
        Assert.Contains("| commit | us | 2.00 | 8.00 | 0.25x | <= 0.5x | yes |", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown command sing", "sing")]
    [InlineData("unknown option --loud", "engine", "--loud")]
    [InlineData("--json needs FILE", "engine", "--json")]
    [InlineData("unknown scenario fast", "engine", "--scenario", "fast")]
    public async Task A_wrong_command_line_is_64_and_says_what_is_wrong(string message, params string[] words)
    {
        Assert.Equal(64, await RunAsync(words));
        Assert.StartsWith(message, _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.51, 3)]
    [InlineData(1, 4)]
    public void A_percentile_is_the_smallest_time_that_covers_the_fraction(double fraction, int expected)
    {
        var times = new List<Latencies>();
        foreach (var milliseconds in new[] { 400, 100, 300, 200 })
        {
            var part = new Latencies(1);
            var ago = TimeProvider.System.TimestampFrequency * milliseconds / 1000;
            part.TryAddSince(TimeProvider.System.GetTimestamp() - ago);
            times.Add(part);
        }

        Assert.Equal(expected, (int)(Latencies.Join(times).Percentile(fraction).TotalMilliseconds / 100));
    }

    private Task<int> RunAsync(params string[] words)
    {
        var command = new BenchmarkCommand(
            "engine", "the engine in process", [], [Scenario("fast-one", Faster), Scenario("slow-one", Slower)]);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero));
        return new BenchmarkProgram([command], clock, _output).RunAsync(words, CancellationToken.None);
    }

    private static BenchmarkScenario Scenario(string name, BenchmarkRow row) => new(
        name,
        (run, _) =>
        {
            run.Add(row);
            return Task.CompletedTask;
        });
}
