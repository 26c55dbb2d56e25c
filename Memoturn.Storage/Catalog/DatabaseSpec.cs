using System.Diagnostics.CodeAnalysis;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// A branch of a database by their names: <c>name</c> for its <c>main</c>, or <c>name@branch</c>, split at the first
/// <c>@</c>.
/// </summary>
public readonly record struct DatabaseSpec(DatabaseName Database, BranchName Branch) : IParsable<DatabaseSpec>
{
    private const char Separator = '@';

    public override string ToString() => Branch.IsMain ? Database.ToString() : $"{Database}{Separator}{Branch}";

    public static DatabaseSpec Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value) ? value : throw new FormatException($"invalid database spec '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DatabaseSpec result)
    {
        result = default;
        var separator = s?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        var branch = BranchName.Main;
        if (!DatabaseName.TryParse(separator < 0 ? s : s?[..separator], provider, out var database)
            || (separator >= 0 && !BranchName.TryParse(s?[(separator + 1)..], provider, out branch)))
        {
            return false;
        }

        result = new(database, branch);
        return true;
    }
}
