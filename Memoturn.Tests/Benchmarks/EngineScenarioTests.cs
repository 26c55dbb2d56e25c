using Memoturn.Benchmarks;
using Memoturn.Benchmarks.Engine;

namespace Memoturn.Tests.Benchmarks;

public sealed class EngineScenarioTests
{
    public static TheoryData<string> Names => [.. EngineCommand.Command.Scenarios.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_scenario_of_the_engine_gives_rows_with_figures(string name)
    {
        var run = new BenchmarkRun(BenchmarkArguments.Parse(["--quick"], EngineCommand.Command.Options));

        await EngineCommand.Command.Scenarios.Single(known => known.Name == name).RunAsync(run, CancellationToken.None);

        Assert.NotEmpty(run.Rows);
        Assert.All(run.Rows, row => Assert.True(double.IsFinite(row.Ours), $"{row.Name}: {row.Ours}"));
        Assert.All(run.Rows, row => Assert.True(double.IsFinite(row.Baseline ?? 0), $"{row.Name}: {row.Baseline}"));
    }
}
