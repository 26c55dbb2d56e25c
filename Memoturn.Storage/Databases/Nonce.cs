using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Memoturn.Storage.Databases;

/// <summary>
/// A number drawn once, that tells whose write an object is. 128 bits, written as 32 lowercase hex digits.
/// </summary>
public readonly record struct Nonce(UInt128 Value) : IParsable<Nonce>, IComparable<Nonce>
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public int CompareTo(Nonce other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    public static Nonce Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value)
            ? value
            : throw new FormatException($"Nonce: 32 lowercase hex digits expected, found '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Nonce result)
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
