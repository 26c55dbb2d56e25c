using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Memoturn.Tests.Tidy;

/// <summary>What the tree holds beside code.</summary>
public sealed partial class TreeTests
{
    private static readonly string[] TextExtensions =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".config", ".md", ".txt", ".json", ".yml", ".yaml", ".http",
        ".sh",
    ];

    // Each half of the AppHost is left out of compilation where the other is in it.
    private static readonly string[] CompiledElsewhere =
        ["AppHost.Unavailable.cs", "AppHost/AppHostModelTests.cs", "AppHost/AppHostNotCompiledTests.cs"];

    [Fact]
    public void Every_source_file_belongs_to_a_project_of_the_solution()
    {
        var projects = RepositoryFile.WithExtension(".csproj")
            .Where(project => !project.Path.StartsWith("eng/", StringComparison.Ordinal))
            .ToList();
        var solution = File.ReadAllText(Repository.PathOf("Memoturn.sln")).Replace('\\', '/');
        var folders = projects.Select(project => Path.GetDirectoryName(project.Path) + "/").ToList();

        Assert.All(projects, project => Assert.Contains(project.Path, solution, StringComparison.Ordinal));
        Assert.All(
            SourceFile.All,
            file => Assert.Contains(folders, folder => file.Path.StartsWith(folder, StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_the_two_halves_of_the_AppHost_are_left_out_of_compilation() =>
        Assert.Equal(
            CompiledElsewhere,
            RepositoryFile.WithExtension(".csproj")
                .SelectMany(project => XDocument.Parse(project.ReadText()).Descendants("Compile"))
                .Select(compile => (string?)compile.Attribute("Remove"))
                .Where(removed => removed is not null)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_relative_link_of_a_page_resolves()
    {
        var broken = RepositoryFile.WithExtension(".md").SelectMany(page => LinkTarget().Matches(page.ReadText())
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Resolves(page, target))
            .Select(target => $"{page.Path}: {target}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void No_file_names_a_path_of_a_machine_or_a_package_registry() =>
        Assert.Empty(RepositoryFile.All
            .Where(file => TextExtensions.Contains(Path.GetExtension(file.Path)) || Path.GetExtension(file.Path) == "")
            .Where(file => file.Path != "Memoturn.Tests/Tidy/TreeTests.cs")
            .SelectMany(file => MachinePath().Matches(file.ReadText()).Select(found => $"{file.Path}: {found.Value}")));

    private static bool Resolves(RepositoryFile page, string target)
    {
        var parts = target.Split('#', 2);
        var folder = Path.GetDirectoryName(Repository.PathOf(page.Path))!;
        var path = parts[0] == ""
            ? Repository.PathOf(page.Path)
            : Path.Combine(folder, Uri.UnescapeDataString(parts[0]));
        return parts is [_, var anchor]
            ? File.Exists(path) && Anchors(path).Contains(anchor)
            : File.Exists(path) || Directory.Exists(path);
    }

    // The way GitHub derives an anchor: lower case, punctuation dropped, spaces to hyphens.
    private static IEnumerable<string> Anchors(string path) => File.ReadLines(path)
        .Where(line => line.StartsWith('#'))
        .Select(line => line.TrimStart('#').Trim().ToLowerInvariant())
        .Select(title => AnchorPunctuation().Replace(title, "").Replace(' ', '-'));

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex AnchorPunctuation();

    [GeneratedRegex(@"(?<![\w.])/(work|home|root|Users)/\w|[A-Z]:\\Users|\b(nuget|npmjs|pypi)\.org\b")]
    private static partial Regex MachinePath();
}
