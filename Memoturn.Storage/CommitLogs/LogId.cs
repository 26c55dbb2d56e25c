using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// Identity of one commit log for ever, drawn when its directory was made. 128 bits, written as 32 lowercase hex
/// digits.
/// </summary>
public readonly record struct LogId(UInt128 Value) : IParsable<LogId>
{
    public static LogId Create(Random random) => new(random.NextUInt128());

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    public static LogId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value)
            ? value
            : throw new FormatException($"log id: 32 lowercase hex digits expected, found '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LogId result)
    {
        var parsed = Nonce.TryParse(s, provider, out var value);
        result = new(value.Value);
        return parsed;
    }
}
