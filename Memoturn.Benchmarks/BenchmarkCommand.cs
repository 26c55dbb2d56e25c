namespace Memoturn.Benchmarks;

/// <summary>One layer of benchmarks, chosen by the first argument.</summary>
internal sealed record BenchmarkCommand(
    string Name, string Summary, IReadOnlyList<BenchmarkOption> Options, IReadOnlyList<BenchmarkScenario> Scenarios);
