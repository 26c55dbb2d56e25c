using Memoturn.Protocol;

namespace Memoturn.DataPlane.Memory;

/// <summary>Rules of single values (http-api 1).</summary>
internal static class FieldRules
{
    private const int ToldCharacters = 64;

    /// <summary>A session id or source of a body, where empty counts as absent.</summary>
    /// <exception cref="RequestException">400, naming the member.</exception>
    public static string? Name(string? value, string path)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        return IsName(value)
            ? value
            : throw RequestException.Invalid(
                $"{path}: expected 1..{WireLimits.SessionIdLength} characters, none of them a control character");
    }

    /// <summary>What is said of a type that is none: its first <see cref="ToldCharacters"/> characters.</summary>
    public static string UnknownType(string type) =>
        $"unknown memory type: {string.Concat(type.EnumerateRunes().Take(ToldCharacters))}";

    /// <summary>1..256 Unicode characters, none of them a control character.</summary>
    public static bool IsName(string value)
    {
        const int utf16PerCharacter = 2;
        return value.Length is > 0 and <= WireLimits.SessionIdLength * utf16PerCharacter
            && value.EnumerateRunes().Count() <= WireLimits.SessionIdLength
            && !value.Any(char.IsControl);
    }
}
