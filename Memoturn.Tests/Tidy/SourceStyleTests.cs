using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Memoturn.Tests.Tidy;

/// <summary>House style that no analyzer checks.</summary>
public sealed partial class SourceStyleTests
{
    private const int LongestLine = 120;

    [Fact]
    public void No_type_is_named_after_nothing() =>
        Assert.Empty(SourceFile.All.SelectMany(
            file => file.Declarations(type => VagueName().IsMatch(type.Identifier.Text))));

    [Fact]
    public void No_line_is_longer_than_120_but_for_text_that_is_data() =>
        Assert.Empty(SourceFile.All.SelectMany(LongLines));

    [Fact]
    public void No_region_hides_code() =>
        Assert.Empty(SourceFile.All.SelectMany(file => file.Root.DescendantTrivia()
            .Where(trivia => trivia.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(trivia => file.At(trivia.GetLocation(), trivia.ToString()))));

    [Fact]
    public void No_comment_leaves_work_for_later() =>
        Assert.Empty(SourceFile.All.SelectMany(file => file.Root.DescendantTrivia()
            .Where(trivia => Postponement().IsMatch(trivia.ToString()) && !trivia.IsKind(SyntaxKind.DisabledTextTrivia))
            .Select(trivia => file.At(trivia.GetLocation(), trivia.ToString().Trim()))));

    [Fact]
    public void Every_interface_member_is_documented() =>
        Assert.Empty(SourceFile.OfProducts.SelectMany(file => file.Root.DescendantNodes()
            .OfType<InterfaceDeclarationSyntax>()
            .SelectMany(seam => seam.Members.Cast<MemberDeclarationSyntax>().Prepend(seam))
            .Where(member => !IsDocumented(member))
            .Select(member => file.At(member.GetLocation(), FirstLine(member)))));

    private static IEnumerable<SourceLocation> LongLines(SourceFile file) => file.Root.GetText().Lines
        .Where(line => line.Span.Length > LongestLine && !file.Root.DescendantTokens(line.Span).Any(IsRawText))
        .Select(line => new SourceLocation(file.Path, line.LineNumber + 1, line.ToString()));

    // SQL and JSON in raw strings are compared as they stand.
    private static bool IsRawText(SyntaxToken token) =>
        token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken)
        || token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken)
        || (token.Parent?.FirstAncestorOrSelf<InterpolatedStringExpressionSyntax>() is { } text
            && text.StringStartToken.Text.Contains("\"\"\"", StringComparison.Ordinal));

    private static bool IsDocumented(MemberDeclarationSyntax member) =>
        member.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia));

    private static string FirstLine(MemberDeclarationSyntax member) => member.ToString().Split('\n')[0].Trim();

    // MergeBase is a word of the domain: the common ancestor of two branches.
    [GeneratedRegex(
        "(Manager|Helpers?|Utils?|Common|Misc|Service|Impl|V2|Enhanced|Improved|(?<!^Merge)Base)$|^Base[A-Z]")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Postponement();
}
