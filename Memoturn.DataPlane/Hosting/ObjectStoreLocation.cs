using System.Diagnostics.CodeAnalysis;

namespace Memoturn.DataPlane;

/// <summary>Where the databases are: <c>file://{path}</c> or <c>mem://</c>.</summary>
/// <param name="Directory">Null for a store in memory, which ends with the process.</param>
internal sealed record ObjectStoreLocation(string? Directory)
{
    private const string File = "file://";
    private const string Memory = "mem://";

    public static ObjectStoreLocation In(string directory) => new(directory);

    public static bool TryParse(string text, [NotNullWhen(true)] out ObjectStoreLocation? location)
    {
        location = text switch
        {
            Memory => new((string?)null),
            _ when text.StartsWith(File, StringComparison.Ordinal) && text.Length > File.Length =>
                In(text[File.Length..]),
            _ => null,
        };
        return location is not null;
    }
}
