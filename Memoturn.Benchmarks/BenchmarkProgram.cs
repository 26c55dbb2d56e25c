using Memoturn.Benchmarks.Reports;

namespace Memoturn.Benchmarks;

/// <summary>Chooses the command, runs its scenarios one after another and writes the report.</summary>
internal sealed class BenchmarkProgram(IReadOnlyList<BenchmarkCommand> commands, TimeProvider clock, TextWriter output)
{
    private const int Success = 0;
    private const int GoalMissed = 1;
    private const int UsageError = 64;

    /// <summary>0 when every goal is met, 1 when one is missed, 64 for a wrong command line.</summary>
    public async Task<int> RunAsync(string[] words, CancellationToken token)
    {
        if (words is [] or ["--help"])
        {
            await output.WriteLineAsync(Usage());
            return words is [] ? UsageError : Success;
        }

        try
        {
            var command = commands.FirstOrDefault(known => known.Name == words[0])
                ?? throw new FormatException($"unknown command {words[0]}");
            var arguments = BenchmarkArguments.Parse(words[1..], command.Options);
            if (arguments.Has(BenchmarkArguments.Help))
            {
                return await PrintHelpAsync(command);
            }

            return arguments.Has(BenchmarkArguments.List)
                ? await PrintScenariosAsync(command)
                : await MeasureAsync(command, arguments, string.Join(' ', words), token);
        }
        catch (FormatException wrong)
        {
            await output.WriteLineAsync(wrong.Message);
            return UsageError;
        }
    }

    private async Task<int> MeasureAsync(
        BenchmarkCommand command, BenchmarkArguments arguments, string commandLine, CancellationToken token)
    {
        var run = new BenchmarkRun(arguments);
        foreach (var scenario in Chosen(command, arguments))
        {
            await output.WriteLineAsync($"running {scenario.Name}");
            await scenario.RunAsync(run, token);
        }

        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var report = new BenchmarkReport(commandLine, day, Machine.Current, run.Rows);
        await output.WriteLineAsync($"\n{report.Machine}\n\n{TextTable.Aligned(report.Rows)}");
        await WriteFileAsync(arguments.Find(BenchmarkArguments.Json), ReportFiles.Json(report), token);
        await WriteFileAsync(arguments.Find(BenchmarkArguments.Markdown), ReportFiles.Markdown(report), token);
        return report.IsMet ? Success : GoalMissed;
    }

    private static BenchmarkScenario[] Chosen(BenchmarkCommand command, BenchmarkArguments arguments)
    {
        var filter = arguments.Find(BenchmarkArguments.Filter) ?? "";
        var name = arguments.Find(BenchmarkArguments.Scenario);
        BenchmarkScenario[] chosen =
        [
            .. command.Scenarios.Where(known =>
                known.Name.Contains(filter, StringComparison.Ordinal) && (name ?? known.Name) == known.Name),
        ];
        return name is null || chosen.Length > 0 ? chosen : throw new FormatException($"unknown scenario {name}");
    }

    private async Task<int> PrintScenariosAsync(BenchmarkCommand command)
    {
        foreach (var scenario in command.Scenarios)
        {
            await output.WriteLineAsync(scenario.Name);
        }

        return Success;
    }

    private static async Task WriteFileAsync(string? path, string text, CancellationToken token)
    {
        if (path is not null)
        {
            await File.WriteAllTextAsync(path, text.TrimEnd() + "\n", token);
        }
    }

    private async Task<int> PrintHelpAsync(BenchmarkCommand command)
    {
        var options = command.Options.Concat(BenchmarkArguments.Common)
            .Select(option => $"  {"--" + option.Name + " " + option.ValueName,-20} {option.Summary}");
        var scenarios = command.Scenarios.Select(scenario => "  " + scenario.Name);
        await output.WriteLineAsync(
            $"""
            {command.Name}: {command.Summary}

            options
            {string.Join('\n', options)}

            scenarios
            {string.Join('\n', scenarios)}
            """);
        return Success;
    }

    private string Usage() =>
        $"""
        usage: dotnet run -c Release --project Memoturn.Benchmarks -- COMMAND [OPTIONS]

        {string.Join('\n', commands.Select(command => $"  {command.Name,-8} {command.Summary}"))}

        COMMAND --help lists its options and scenarios.
        """;
}
