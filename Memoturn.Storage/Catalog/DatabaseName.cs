using System.Diagnostics.CodeAnalysis;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// Name of a database, compared exactly: the characters of a branch name, or <c>{namespace}--{profile}</c> for the
/// database of a profile (up to 130 characters).
/// </summary>
public readonly record struct DatabaseName : IParsable<DatabaseName>
{
    private const string ProfileSeparator = "--";

    private readonly string? _value;

    private DatabaseName(string value) => _value = value;

    /// <summary>True for the database of a profile.</summary>
    public bool IsProfile => TrySplit(out _, out _);

    /// <summary>True where <c>--</c> occurs, which <c>POST /v1/databases</c> refuses.</summary>
    public bool HasSeparator => ToString().Contains(ProfileSeparator, StringComparison.Ordinal);

    public static DatabaseName Of(NamespaceName name, ProfileName profile) => new($"{name}{ProfileSeparator}{profile}");

    /// <summary>What the names of all profile databases of a namespace, and no others, begin with.</summary>
    public static string ProfilePrefix(NamespaceName name) => name + ProfileSeparator;

    /// <summary>The namespace and profile of a profile database.</summary>
    public bool TrySplit(out NamespaceName name, out ProfileName profile)
    {
        var value = ToString();
        var separator = value.IndexOf(ProfileSeparator, StringComparison.Ordinal);
        profile = default;
        name = default;
        return separator > 0
            && NamespaceName.TryParse(value[..separator], null, out name)
            && ProfileName.TryParse(value[(separator + ProfileSeparator.Length)..], null, out profile);
    }

    public override string ToString() => _value ?? "";

    public static DatabaseName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value) ? value : throw new FormatException($"invalid database name '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DatabaseName result)
    {
        result = s is null ? default : new(s);
        if (BranchName.IsValid(s) || (s is not null && result.IsProfile))
        {
            return true;
        }

        result = default;
        return false;
    }
}
