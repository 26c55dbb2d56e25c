namespace Memoturn.Protocol.Json;

/// <summary>Why a body does not have the shape of its type.</summary>
/// <param name="Path">The member, as in <c>memories[3].summary</c>; empty for the body itself.</param>
/// <param name="Problem">What is wrong there, as in <c>expected string</c>.</param>
internal sealed record ShapeFault(string Path, string Problem)
{
    public ShapeFault Under(string parent) =>
        this with { Path = Path.Length == 0 || Path[0] == '[' ? parent + Path : $"{parent}.{Path}" };

    public override string ToString() => $"{(Path.Length == 0 ? "body" : Path)}: {Problem}";
}
