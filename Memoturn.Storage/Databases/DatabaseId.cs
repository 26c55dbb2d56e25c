using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Memoturn.Storage.Databases;

/// <summary>Identity of one database for ever (a version 4 uuid), written as 32 lowercase hex digits.</summary>
public readonly record struct DatabaseId(UInt128 Value) : IParsable<DatabaseId>, IComparable<DatabaseId>
{
    public static DatabaseId Create(Random random)
    {
        var value = random.NextUInt128();
        value = (value & ~((UInt128)0xF << 76)) | ((UInt128)0x4 << 76);
        value = (value & ~((UInt128)0x3 << 62)) | ((UInt128)0x2 << 62);
        return new(value);
    }

    public int CompareTo(DatabaseId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    public static DatabaseId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var value)
            ? value
            : throw new FormatException($"database id: 32 lowercase hex digits expected, found '{s}'");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DatabaseId result)
    {
        var parsed = BranchId.TryParse(s, provider, out var id);
        result = new(id.Value);
        return parsed;
    }
}
