using System.Text.RegularExpressions;

namespace Memoturn.Tests.Docs;

/// <summary>A code block of a page that follows a comment <c>&lt;!-- name --&gt;</c>.</summary>
internal sealed partial record MarkedBlock(string Name, string Text)
{
    public static IReadOnlyList<MarkedBlock> Of(string page) =>
        [.. Marked().Matches(page).Select(
            found => new MarkedBlock(found.Groups["name"].Value, found.Groups["text"].Value))];

    [GeneratedRegex(@"<!-- (?<name>\w+) -->\n```\w*\n(?<text>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
