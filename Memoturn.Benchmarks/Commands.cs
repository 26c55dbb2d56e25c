using Memoturn.Benchmarks.Http;

namespace Memoturn.Benchmarks;

/// <summary>Every command, in the order of the layers.</summary>
internal static class Commands
{
    public static readonly IReadOnlyList<BenchmarkCommand> All =
    [
        HttpBenchmarks.Command,
    ];
}
