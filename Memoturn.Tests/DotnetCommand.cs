using System.Diagnostics;

namespace Memoturn.Tests;

/// <summary>One finished run of the <c>dotnet</c> host that runs the tests.</summary>
/// <param name="ExitCode">Of the process.</param>
/// <param name="Output">Standard output, then standard error.</param>
internal sealed record DotnetCommand(int ExitCode, string Output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">It ran longer than two minutes and was ended.</exception>
    public static async Task<DotnetCommand> RunAsync(
        string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Process.Start(Describe(folder, environment, arguments))
            ?? throw new InvalidOperationException("dotnet did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)}: expected an end within {Limit}");
        }

        return new DotnetCommand(process.ExitCode, await output + await error);
    }

    private static ProcessStartInfo Describe(
        string folder, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the build that runs the tests set for itself would steer the inner one.
        foreach (var name in start.Environment.Keys
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "MEMOTURN_ASPIRE")
            .ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
