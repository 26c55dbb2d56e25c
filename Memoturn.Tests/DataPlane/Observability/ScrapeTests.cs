using System.Text.RegularExpressions;

namespace Memoturn.Tests.DataPlane.Observability;

[Collection(AloneCollection.Name)]
public sealed partial class ScrapeTests
{
    [Fact]
    public async Task Names_types_and_labels_of_the_scrape_are_a_golden_file()
    {
        await using var node = new TestNode();
        (await node.PutAsync("/v1/memory/acme/scrape", null)).Expect(201);
        (await node.PostAsync("/v1/db/acme--scrape/sync", null)).Expect(200);
        (await node.GetAsync("/v1/memory/acme/scrape")).Expect(200);
        (await node.GetAsync("/v1/memory/acme/nobody")).Expect(404);

        var scrape = (await node.GetAsync("/metrics")).Expect(200).Text;

        var series = scrape.Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith("# HELP", StringComparison.Ordinal) && !line.StartsWith(
                "# UNIT", StringComparison.Ordinal))
            .Where(line => line.Contains("memoturn_", StringComparison.Ordinal))
            .Select(line => line.StartsWith('#') ? line : NameAndLabels(line))
            .Distinct()
            .Order(StringComparer.Ordinal);
        Golden.Match(string.Join('\n', series) + "\n", "scrape.golden.txt");
    }

    [Fact]
    public async Task No_label_carries_a_name()
    {
        await using var node = new TestNode();
        (await node.PutAsync("/v1/memory/acme/telltale", null)).Expect(201);
        (await node.GetAsync("/v1/memory/acme/telltale")).Expect(200);

        var scrape = (await node.GetAsync("/metrics")).Expect(200).Text;

        Assert.Contains(
            """code="none",kind="read",route="/v1/memory/{ns}/{profile}",status="200" """.TrimEnd(), scrape,
            StringComparison.Ordinal);
        Assert.DoesNotContain("telltale", scrape, StringComparison.Ordinal);
    }

    private static string NameAndLabels(string line)
    {
        var name = line[..line.IndexOfAny(['{', ' '])];
        var labels = LabelName().Matches(line).Select(match => match.Groups[1].Value).Where(
            label => !label.StartsWith("otel_", StringComparison.Ordinal));
        return $"{name}{{{string.Join(',', labels)}}}";
    }

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex LabelName();
}
