using System.Reflection;

namespace Memoturn.Tests.Tidy;

/// <summary>Which assembly may refer to which, read from what the compiler wrote.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> MayReferTo = new()
    {
        ["Memoturn.Protocol"] = [],
        ["Memoturn.Storage"] = [],
        ["Memoturn.ServiceDefaults"] = [],
        ["Memoturn.Cluster"] = ["Memoturn.Storage"],
        ["Memoturn.ControlPlane"] =
        [
            "Memoturn.Cluster", "Memoturn.Protocol", "Memoturn.ServiceDefaults", "Memoturn.Storage",
        ],
        ["Memoturn.DataPlane"] =
        [
            "Memoturn.Cluster", "Memoturn.ControlPlane", "Memoturn.Protocol", "Memoturn.ServiceDefaults",
            "Memoturn.Storage",
        ],
        ["Memoturn.Benchmarks"] = ["Memoturn.Cluster", "Memoturn.DataPlane", "Memoturn.Protocol", "Memoturn.Storage"],
    };

    public static TheoryData<string> Assemblies => [.. MayReferTo.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_refers_only_to_those_below_it(string name) =>
        Assert.Empty(References(name)
            .Where(reference => reference.StartsWith("Memoturn.", StringComparison.Ordinal))
            .Except(MayReferTo[name]));

    [Theory]
    [InlineData("Memoturn.Storage", "Microsoft.AspNetCore")]
    [InlineData("Memoturn.Storage", "Grpc")]
    [InlineData("Memoturn.Protocol", "Microsoft.AspNetCore")]
    [InlineData("Memoturn.Cluster", "Microsoft.AspNetCore")]
    public void An_assembly_stays_free_of(string name, string family) =>
        Assert.DoesNotContain(References(name), reference => reference.StartsWith(family, StringComparison.Ordinal));

    [Fact]
    public void Only_Cluster_speaks_to_etcd() =>
        Assert.DoesNotContain(
            MayReferTo.Keys.Where(name => name != "Memoturn.Cluster").SelectMany(References),
            reference => reference.StartsWith("dotnet-etcd", StringComparison.Ordinal));

    [Fact]
    public void Every_project_has_a_rule()
    {
        var projects = RepositoryFile.WithExtension(".csproj")
            .Select(project => Path.GetFileNameWithoutExtension(project.Path))
            .Where(name => name.StartsWith("Memoturn.", StringComparison.Ordinal));

        Assert.Empty(projects.Except([.. MayReferTo.Keys, "Memoturn.AppHost", "Memoturn.Tests"]));
    }

    private static IEnumerable<string> References(string name) =>
        Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!);
}
