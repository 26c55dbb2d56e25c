namespace Memoturn.Benchmarks.Reports;

/// <summary>The rows of one run, with what is needed to repeat it.</summary>
internal sealed record BenchmarkReport(string Command, DateOnly Day, Machine Machine, IReadOnlyList<BenchmarkRow> Rows)
{
    public bool IsMet => Rows.All(row => row.IsMet is not false);
}
