using System.Globalization;

namespace Memoturn.Benchmarks.Reports;

/// <summary>What a row must show, and its text in the table.</summary>
internal sealed record BenchmarkGoal(string Text, Func<BenchmarkRow, bool> IsMetBy)
{
    /// <summary>Ours divided by the baseline is at most <paramref name="ratio"/>: times, bytes.</summary>
    public static BenchmarkGoal RatioAtMost(double ratio) =>
        new(Format($"<= {ratio:0.####}x"), row => row.Ratio <= ratio);

    /// <summary>Ours divided by the baseline is at least <paramref name="ratio"/>: throughputs.</summary>
    public static BenchmarkGoal RatioAtLeast(double ratio) =>
        new(Format($">= {ratio:0.####}x"), row => row.Ratio >= ratio);

    /// <summary>Ours takes at most one part in <paramref name="factor"/> of the baseline: times, bytes.</summary>
    public static BenchmarkGoal SmallerBy(double factor) =>
        new(Format($"<= 1/{factor:0.####}x"), row => row.Ours * factor <= row.Baseline);

    /// <summary>Ours is at most <paramref name="value"/> in the row's unit.</summary>
    public static BenchmarkGoal AtMost(double value) =>
        new(Format($"<= {value:0.####}"), row => row.Ours <= value);

    /// <summary>Ours is below <paramref name="value"/> in the row's unit.</summary>
    public static BenchmarkGoal Below(double value) =>
        new(Format($"< {value:0.####}"), row => row.Ours < value);

    /// <summary>Ours is at least <paramref name="value"/> in the row's unit.</summary>
    public static BenchmarkGoal AtLeast(double value) =>
        new(Format($">= {value:0.####}"), row => row.Ours >= value);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
