using System.Globalization;

namespace Memoturn.Storage.Pages;

/// <summary>SQLite page number, one based.</summary>
public readonly record struct PageNumber(uint Value) : IComparable<PageNumber>
{
    /// <summary>The page that holds the database header.</summary>
    public static readonly PageNumber Header = new(1);

    public int CompareTo(PageNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
