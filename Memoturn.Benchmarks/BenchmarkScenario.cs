namespace Memoturn.Benchmarks;

/// <summary>One thing that is measured, together with its baseline.</summary>
/// <param name="Name">Lower kebab case; <c>--filter</c> selects by a part of it.</param>
/// <param name="RunAsync">Measures and adds its rows to the run.</param>
internal sealed record BenchmarkScenario(string Name, Func<BenchmarkRun, CancellationToken, Task> RunAsync);
