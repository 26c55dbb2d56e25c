using System.Globalization;
using System.Text.Json;

namespace Memoturn.Benchmarks.Reports;

/// <summary>A report as JSON and as a Markdown page.</summary>
/// <remarks>A JSON row has <c>name, unit, ours, baseline, ratio, goal, met</c>; absent values are null.</remarks>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Json(BenchmarkReport report) => JsonSerializer.Serialize(
        new
        {
            command = report.Command,
            day = report.Day,
            machine = report.Machine.ToString(),
            commit = report.Machine.Commit,
            rows = report.Rows.Select(row => new
            {
                name = row.Name,
                unit = row.Unit,
                ours = row.Ours,
                baseline = row.Baseline,
                ratio = row.Ratio,
                goal = row.Goal?.Text,
                met = row.IsMet,
            }),
        },
        Indented);

    public static string Markdown(BenchmarkReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        # {report.Command}

        - Day: {report.Day:yyyy-MM-dd}
        - Machine: {report.Machine.Processor}, {report.Machine.ProcessorCount} processors, {report.Machine.MemoryText}
        - System: {report.Machine.System}, {report.Machine.Runtime}
        - Commit: {report.Machine.Commit}
        - Command: `dotnet run -c Release --project Memoturn.Benchmarks -- {report.Command}`

        Ratio is ours divided by the baseline measured in the same run; absolute figures are for orientation only.

        {TextTable.Markdown(report.Rows)}
        """);
}
