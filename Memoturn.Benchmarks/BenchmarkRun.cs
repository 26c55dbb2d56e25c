using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks;

/// <summary>What a scenario reads its options from and adds its rows to.</summary>
internal sealed class BenchmarkRun(BenchmarkArguments arguments)
{
    private readonly List<BenchmarkRow> _rows = [];

    public BenchmarkArguments Arguments { get; } = arguments;

    /// <summary>Fewer repetitions: a check that the scenario runs, not a figure to quote.</summary>
    public bool IsQuick => Arguments.Has(BenchmarkArguments.Quick);

    public IReadOnlyList<BenchmarkRow> Rows => _rows;

    public void Add(BenchmarkRow row) => _rows.Add(row);
}
