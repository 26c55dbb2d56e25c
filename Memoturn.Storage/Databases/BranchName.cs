using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Memoturn.Storage.Databases;

/// <summary>
/// Name of a branch: 1 to 128 characters of <c>[A-Za-z0-9_.-]</c>, the first a letter or digit, compared exactly.
/// </summary>
public readonly record struct BranchName : IParsable<BranchName>
{
    public const int MaxLength = 128;

    /// <summary>The branch every database has.</summary>
    public static readonly BranchName Main = new("main");

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private readonly string? _value;

    private BranchName(string value) => _value = value;

    public bool IsMain => this == Main;

    public override string ToString() => _value ?? "main";

    public static BranchName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value) ? value : throw new FormatException($"invalid branch name '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BranchName result)
    {
        var valid = IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public bool Equals(BranchName other) => string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override int GetHashCode() => string.GetHashCode(ToString(), StringComparison.Ordinal);

    /// <summary>The rule database names share.</summary>
    internal static bool IsValid([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= MaxLength }
        && char.IsAsciiLetterOrDigit(name[0])
        && !name.AsSpan().ContainsAnyExcept(Allowed);
}
