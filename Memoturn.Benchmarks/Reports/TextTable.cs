using System.Globalization;

namespace Memoturn.Benchmarks.Reports;

/// <summary>Rows as text: columns aligned with spaces for a terminal, or as a Markdown table.</summary>
internal static class TextTable
{
    private static readonly string[] Header = ["benchmark", "unit", "ours", "baseline", "ratio", "goal", "met"];
    private static readonly bool[] IsNumber = [false, false, true, true, true, false, false];

    /// <summary>Lines ending in <c>\n</c>, numbers to the right.</summary>
    public static string Aligned(IReadOnlyList<BenchmarkRow> rows)
    {
        var lines = Cells(rows);
        var widths = Header.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        return string.Concat(lines.Select(line => string.Join("  ", Pad(line, widths)).TrimEnd() + "\n"));
    }

    /// <summary>A Markdown table, one line a row.</summary>
    public static string Markdown(IReadOnlyList<BenchmarkRow> rows)
    {
        var lines = Cells(rows).Select(line => $"| {string.Join(" | ", line)} |\n").ToList();
        lines.Insert(1, $"|{string.Concat(IsNumber.Select(number => number ? "---:|" : "---|"))}\n");
        return string.Concat(lines);
    }

    private static List<string[]> Cells(IReadOnlyList<BenchmarkRow> rows) =>
    [
        Header,
        .. rows.Select(row => new[]
        {
            row.Name,
            row.Unit,
            Number(row.Ours),
            row.Baseline is { } baseline ? Number(baseline) : "-",
            row.Ratio is { } ratio ? Number(ratio) + "x" : "-",
            row.Goal?.Text ?? "-",
            row.IsMet switch { true => "yes", false => "NO", null => "-" },
        }),
    ];

    private static IEnumerable<string> Pad(string[] line, int[] widths) =>
        line.Select((cell, column) => IsNumber[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 100 or 0 => value.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.#####", CultureInfo.InvariantCulture),
    };
}
