using System.Globalization;

namespace Memoturn.Protocol.Json;

/// <summary>
/// Floats in the canonical form: shortest digits that round-trip, decimal from 1e-5 up to 1e16, else with an exponent.
/// </summary>
internal static class CanonicalNumber
{
    private const int MinDecimalExponent = -5;
    private const int MaxDecimalExponent = 15;

    /// <exception cref="FormatException">The value is not finite.</exception>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FormatException("number beyond the range of a double");
        }

        var sign = double.IsNegative(value) ? "-" : "";
        if (value == 0)
        {
            return sign + "0.0";
        }

        var (digits, exponent) = Shortest(Math.Abs(value));
        return sign + (exponent is >= MinDecimalExponent and <= MaxDecimalExponent
            ? Decimal(digits, exponent)
            : Scientific(digits, exponent));
    }

    /// <summary>Significant digits without zeros at either end, and the power of ten of the first one.</summary>
    private static (string Digits, int Exponent) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var shift = mark < 0
            ? 0
            : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        return (digits.TrimEnd('0'), whole - 1 - (all.Length - digits.Length) + shift);
    }

    private static string Decimal(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        var whole = digits.PadRight(exponent + 1, '0');
        var fraction = whole[(exponent + 1)..];
        return $"{whole[..(exponent + 1)]}.{(fraction.Length == 0 ? "0" : fraction)}";
    }

    private static string Scientific(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{exponent}");
    }
}
