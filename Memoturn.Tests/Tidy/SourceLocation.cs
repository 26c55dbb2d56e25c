namespace Memoturn.Tests.Tidy;

internal readonly record struct SourceLocation(string Path, int LineNumber, string Found)
{
    public override string ToString() => $"{Path}:{LineNumber}: {Found}";
}
