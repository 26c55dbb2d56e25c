using System.Diagnostics.CodeAnalysis;

namespace Memoturn.Storage.Catalog;

/// <summary>Name of a profile inside its namespace; the rule is that of <see cref="NamespaceName"/>.</summary>
public readonly record struct ProfileName : IParsable<ProfileName>
{
    private readonly string? _value;

    private ProfileName(string value) => _value = value;

    public override string ToString() => _value ?? "";

    public static ProfileName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value) ? value : throw new FormatException($"invalid profile name '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ProfileName result)
    {
        var valid = NamespaceName.IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }
}
