using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Memoturn.Benchmarks.Reports;

/// <summary>Where and on which code a figure was measured.</summary>
internal sealed record Machine(
    string Processor, int ProcessorCount, string MemoryText, string System, string Runtime, string Commit)
{
    public static Machine Current { get; } = new(
        ProcessorName(),
        Environment.ProcessorCount,
        MemorySize(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        CommitId());

    public override string ToString() =>
        $"{Processor}, {ProcessorCount} processors, {MemoryText}, {System}, {Runtime}, commit {Commit}";

    private static string MemorySize()
    {
        const double BytesPerGib = 1L << 30;
        var gib = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerGib;
        return string.Create(CultureInfo.InvariantCulture, $"{gib:0.0} GiB");
    }

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    // The SDK appends the source revision to the informational version: "1.0.0+<commit>".
    private static string CommitId()
    {
        var version = typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return version?.InformationalVersion.Split('+') is [_, var commit] ? commit : "unknown";
    }
}
