using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Memoturn.Storage.Databases;

/// <summary>
/// Identity of one branch for ever: drawn at its creation and never reused, not even by a branch of the same name. 128
/// bits, written as 32 lowercase hex digits.
/// </summary>
public readonly record struct BranchId(UInt128 Value) : IParsable<BranchId>, IComparable<BranchId>
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public int CompareTo(BranchId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    public static BranchId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value)
            ? value
            : throw new FormatException($"BranchId: 32 lowercase hex digits expected, found '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BranchId result)
    {
        result = default;
        if (s is not { Length: 32 } || s.AsSpan().ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        result = new(UInt128.Parse(s, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }
}
