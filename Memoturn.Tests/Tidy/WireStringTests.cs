using System.Text.RegularExpressions;

namespace Memoturn.Tests.Tidy;

/// <summary>A string of the wire stands in one place; the tests spell it again, or they would prove nothing.</summary>
public sealed partial class WireStringTests
{
    private const string ProtocolFolder = "Memoturn.Protocol/";
    private const string BenchmarksFolder = "Memoturn.Benchmarks/";
    private const string TopologyFile = "Memoturn.AppHost/Topology.cs";

    private static readonly HashSet<string> ErrorCodes =
    [
        "invalid_request", "not_found", "database_not_found", "branch_not_found", "method_not_allowed",
        "request_timeout", "already_exists", "txid_not_reached", "merge_conflict", "payload_too_large",
        "unsupported_media_type", "storage_unavailable",
    ];

    [Fact]
    public void Header_names_stand_in_Protocol_only() =>
        Assert.Empty(Outside(ProtocolFolder, text => HeaderName().IsMatch(text)));

    [Fact]
    public void Error_codes_stand_in_Protocol_only() =>
        Assert.Empty(Outside(ProtocolFolder, ErrorCodes.Contains));

    [Fact]
    public void Environment_names_stand_in_one_file_and_in_what_starts_nodes() =>
        Assert.InRange(
            SourceFile.OfProducts
                .Where(file =>
                    file.Path != TopologyFile && !file.Path.StartsWith(BenchmarksFolder, StringComparison.Ordinal))
                .Where(file => file.StringLiterals(EnvironmentName().IsMatch).Any())
                .Select(file => file.Path)
                .ToList()
                .Count,
            0,
            1);

    [Fact]
    public void Metric_names_stand_in_instruments_only() =>
        Assert.Empty(SourceFile.OfProducts
            .Where(file => !file.Path.EndsWith("Instruments.cs", StringComparison.Ordinal))
            .SelectMany(file => file.StringLiterals(text => MetricName().IsMatch(text))));

    private static IEnumerable<SourceLocation> Outside(string folder, Func<string, bool> isSought) =>
        SourceFile.OfProducts
        .Where(file => !file.Path.StartsWith(folder, StringComparison.Ordinal))
        .SelectMany(file => file.StringLiterals(isSought));

    [GeneratedRegex("^Memoturn-[A-Z]")]
    private static partial Regex HeaderName();

    [GeneratedRegex("^MEMOTURN_[A-Z_]+$")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"^memoturn[._][a-z_]+([._][a-z_]+)+$")]
    private static partial Regex MetricName();
}
