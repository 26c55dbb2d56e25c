using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Memoturn.Benchmarks.Reports;

/// <summary>Where and on which code a figure was measured.</summary>
internal sealed record Machine(string Processor, int ProcessorCount, string MemoryText, string System, string Runtime, string Commit)
{
    public static Machine Current { get; } = new(
        ProcessorName(),
        Environment.ProcessorCount,
        string.Create(
            CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):0.0} GiB"),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        CommitId());

    public override string ToString() =>
        $"{Processor}, {ProcessorCount} processors, {MemoryText}, {System}, {Runtime}, commit {Commit}";

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }

    // The SDK appends the source revision to the informational version: "1.0.0+<commit>".
    private static string CommitId()
    {
        var version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return version?.InformationalVersion.Split('+') is [_, var commit] ? commit : "unknown";
    }
}
