using Memoturn.Benchmarks.Engine;
using Memoturn.Benchmarks.Http;

namespace Memoturn.Benchmarks;

/// <summary>Every command, in the order of the layers.</summary>
internal static class Commands
{
    public static readonly IReadOnlyList<BenchmarkCommand> All =
    [
        EngineCommand.Command,
        HttpBenchmarks.Command,
    ];
}
