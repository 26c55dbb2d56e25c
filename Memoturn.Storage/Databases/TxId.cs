using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Memoturn.Storage.Databases;

/// <summary>
/// Number of a commit round of one branch: strictly increasing, never reused; 0 is the state before the first commit.
/// </summary>
public readonly record struct TxId(ulong Value) : IParsable<TxId>, IComparable<TxId>
{
    public static readonly TxId Zero;

    public TxId Next => new(Value + 1);

    public int CompareTo(TxId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static TxId Max(TxId a, TxId b) => a.Value >= b.Value ? a : b;

    public static TxId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value)
            ? value
            : throw new FormatException($"txid: unsigned integer expected, found '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TxId result)
    {
        var parsed = ulong.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        result = new(value);
        return parsed;
    }

    public static bool operator <(TxId left, TxId right) => left.Value < right.Value;

    public static bool operator >(TxId left, TxId right) => left.Value > right.Value;

    public static bool operator <=(TxId left, TxId right) => left.Value <= right.Value;

    public static bool operator >=(TxId left, TxId right) => left.Value >= right.Value;
}
