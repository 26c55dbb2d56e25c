namespace Memoturn.Benchmarks.Reports;

/// <summary>One figure of a run, with what was measured beside it in the same run.</summary>
/// <param name="Name">What was measured, in words, e.g. <c>single-row commit, 4 KB pages, p50</c>.</param>
/// <param name="Unit">Unit of <paramref name="Ours"/> and <paramref name="Baseline"/>, e.g. <c>us</c>.</param>
/// <param name="Ours">The figure of Memoturn.</param>
/// <param name="Baseline">The figure of what it is compared with; null where the figure stands alone.</param>
/// <param name="Goal">What the row must show; null for orientation only.</param>
internal sealed record BenchmarkRow(
    string Name, string Unit, double Ours, double? Baseline = null, BenchmarkGoal? Goal = null)
{
    /// <summary><see cref="Ours"/> divided by <see cref="Baseline"/>.</summary>
    public double? Ratio => Baseline is { } baseline ? Ours / baseline : null;

    /// <summary>Whether the goal is reached; null without a goal.</summary>
    public bool? IsMet => Goal?.IsMetBy(this);
}
