namespace Memoturn.Benchmarks;

/// <summary>One option of a command: <c>--name value</c>, or a bare <c>--name</c> when it has no value name.</summary>
internal sealed record BenchmarkOption(string Name, string? ValueName, string Summary);
