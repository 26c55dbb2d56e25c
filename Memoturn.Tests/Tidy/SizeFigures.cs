using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Abstractions;

namespace Memoturn.Tests.Tidy;

/// <summary>Figures to read as a trend; nothing here is a limit.</summary>
public sealed class SizeFigures(ITestOutputHelper output)
{
    [Fact]
    public void Are_printed_and_never_asserted()
    {
        var products = SourceFile.OfProducts.ToList();
        var fileLines = products.Select(file => file.Text.Split('\n').Length).Order().ToList();
        var methodLines = products.SelectMany(file => file.Root.DescendantNodes())
            .OfType<BaseMethodDeclarationSyntax>()
            .Select(LineCount)
            .Order()
            .ToList();
        var productLines = fileLines.Sum();
        var testLines = SourceFile.All.Where(file => file.IsTest).Sum(file => file.Text.Split('\n').Length);
        var forgiving = products.Sum(file => file.Root.DescendantNodes()
            .Count(node => node.IsKind(SyntaxKind.SuppressNullableWarningExpression)));
        var interfaces = Count<InterfaceDeclarationSyntax>(products);

        output.WriteLine($"files: {products.Count}, {productLines} lines, {Spread(fileLines)}");
        output.WriteLine($"methods: {methodLines.Count}, {Spread(methodLines)}");
        output.WriteLine($"test lines to code lines: {(double)testLines / productLines:0.00}");
        output.WriteLine($"null-forgiving operators per 1,000 lines: {1000.0 * forgiving / productLines:0.0}");
        output.WriteLine($"interfaces to classes: {interfaces / (double)Count<ClassDeclarationSyntax>(products):0.00}");
    }

    private static int Count<T>(IEnumerable<SourceFile> files)
        where T : SyntaxNode => files.Sum(file => file.Root.DescendantNodes().OfType<T>().Count());

    private static int LineCount(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string Spread(List<int> ascending) => ascending.Count == 0
        ? "none"
        : $"median {At(ascending, 50)}, p95 {At(ascending, 95)}, longest {ascending[^1]}";

    private static int At(List<int> ascending, int percent) => ascending[ascending.Count * percent / 100];
}
