using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Filters;

/// <summary>A path into a JSON object: names of <c>[A-Za-z0-9_-]</c> joined by dots, 1..200 characters.</summary>
/// <remarks>
/// Nothing a path may hold needs quoting in SQL, so it is the one part of a filter written into the statement.
/// </remarks>
internal readonly record struct FieldPath
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private readonly string? _text;

    private FieldPath(string text) => _text = text;

    /// <summary>The path of the id itself.</summary>
    public static FieldPath Id { get; } = new("_id");

    /// <summary>The names from the outside in.</summary>
    public string[] Names => ToString().Split('.');

    /// <summary>SQLite's JSON path, every name quoted: digits are a name as well, never an array index.</summary>
    public string JsonPath => $"$.\"{ToString().Replace(".", "\".\"", StringComparison.Ordinal)}\"";

    public override string ToString() => _text ?? "";

    public static bool TryParse([NotNullWhen(true)] string? text, out FieldPath path)
    {
        var isPath = text is { Length: > 0 and <= WireLimits.FilterPathLength }
            && !text.AsSpan().ContainsAnyExcept(Allowed);
        path = isPath ? new(text ?? "") : default;
        return isPath;
    }
}
