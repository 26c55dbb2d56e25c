using Memoturn.Benchmarks;
using Memoturn.Benchmarks.Http;
using Xunit.Abstractions;

namespace Memoturn.Tests.Benchmarks;

/// <summary>Times of a node over HTTP; prints p50, p95, p99, machine and commit.</summary>
[Trait("Category", "Figure")]
public sealed class HttpFigureTests(ITestOutputHelper output)
{
    [Theory]
    [Trait("Accept", "OPS-12")]
    [InlineData("ingest-one-profile")]
    [InlineData("recall")]
    public async Task Medians_of_one_client_stay_within_their_goals_other_operations_are_left(string scenario)
    {
        var text = new StringWriter();

        var exitCode = await new BenchmarkProgram([HttpBenchmarks.Command], TimeProvider.System, text)
            .RunAsync(["http", "--filter", scenario, "--clients", "1"], CancellationToken.None);

        output.WriteLine(text.ToString());
        Assert.Equal(0, exitCode);
    }
}
