using System.Text.RegularExpressions;
using Memoturn.Tests.Tidy;

namespace Memoturn.Tests.Docs;

/// <summary>A page that says which test proves a sentence names a test that exists.</summary>
public sealed partial class ProofTests
{
    [Fact]
    public void Every_test_that_a_page_names_exists()
    {
        var tests = typeof(ProofTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();

        var missing = RepositoryFile.WithExtension(".md").SelectMany(page => TestName().Matches(page.ReadText())
            .Select(found => found.Groups["name"].Value)
            .Where(name => !tests.Contains(name))
            .Select(name => $"{page.Path}: {name}"));

        Assert.Empty(missing);
    }

    [GeneratedRegex(@"`(?<name>\w+Tests\.(?!cs`)\w+)`")]
    private static partial Regex TestName();
}
