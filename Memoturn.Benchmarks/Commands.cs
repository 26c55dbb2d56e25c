using Memoturn.Benchmarks.Engine;
using Memoturn.Benchmarks.Http;
using Memoturn.Benchmarks.Recall;

namespace Memoturn.Benchmarks;

/// <summary>Every command, in the order of the layers.</summary>
internal static class Commands
{
    public static readonly IReadOnlyList<BenchmarkCommand> All =
    [
        EngineCommand.Command,
        RecallBenchmarks.Command,
        HttpBenchmarks.Command,
    ];
}
