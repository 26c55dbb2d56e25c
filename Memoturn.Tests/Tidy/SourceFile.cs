using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Memoturn.Tests.Tidy;

/// <summary>One C# file of the tree, parsed.</summary>
internal sealed record SourceFile(string Path, string Text, SyntaxNode Root)
{
    private const string ThisFolder = "Memoturn.Tests/";

    /// <summary>Every C# file, tests included, in ordinal order of path.</summary>
    public static IReadOnlyList<SourceFile> All { get; } =
        [.. RepositoryFile.WithExtension(".cs").Select(file => Parse(file.Path, file.ReadText()))];

    public static IEnumerable<SourceFile> OfProducts => All.Where(file => !file.IsTest);

    public bool IsTest => Path.StartsWith(ThisFolder, StringComparison.Ordinal);

    public IEnumerable<SourceLocation> StringLiterals(Func<string, bool> isSought) => Root
        .DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.StringLiteralToken)
            || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
            || token.IsKind(SyntaxKind.Utf8StringLiteralToken)
            || token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken)
            || token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken))
        .Where(token => isSought(token.ValueText))
        .Select(token => At(token.GetLocation(), token.ValueText));

    public IEnumerable<SourceLocation> Declarations(Func<BaseTypeDeclarationSyntax, bool> isSought) => Root
        .DescendantNodes()
        .OfType<BaseTypeDeclarationSyntax>()
        .Where(isSought)
        .Select(type => At(type.Identifier.GetLocation(), type.Identifier.Text));

    public SourceLocation At(Location location, string found) =>
        new(Path, location.GetLineSpan().StartLinePosition.Line + 1, found);

    private static SourceFile Parse(string path, string text) =>
        new(path, text, CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot());
}
