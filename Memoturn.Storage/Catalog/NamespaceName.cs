using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// Name of a namespace: 1 to 64 characters of <c>[a-z0-9_-]</c>, the first a letter or digit, no <c>-</c> at the end,
/// no <c>--</c>.
/// </summary>
public readonly record struct NamespaceName : IParsable<NamespaceName>
{
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly string? _value;

    private NamespaceName(string value) => _value = value;

    public override string ToString() => _value ?? "";

    public static NamespaceName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value) ? value : throw new FormatException($"invalid namespace '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out NamespaceName result)
    {
        var valid = IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    /// <summary>The rule namespace and profile names share.</summary>
    internal static bool IsValid([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= MaxLength }
        && (char.IsAsciiLetterLower(name[0]) || char.IsAsciiDigit(name[0]))
        && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal)
        && !name.AsSpan().ContainsAnyExcept(Allowed);
}
