using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol.Databases;
using Memoturn.Storage.Catalog;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>Records of the catalogue as the wire shows them.</summary>
public static class DatabaseRows
{
    public static DatabaseResponse Database(NameRecord record) => new(
        record.Name.ToString(), record.Uuid.ToString(), record.CreatedAtUnixMs, record.TtlAtUnixMs,
        DurabilityText.Format(record.Durability), record.Region, Encryption(record));

    public static DatabaseDetailResponse Detail(NameRecord record) => new(
        record.Name.ToString(), record.Uuid.ToString(), record.CreatedAtUnixMs, record.TtlAtUnixMs,
        DurabilityText.Format(record.Durability), record.Region, Encryption(record), 1, 0, null, Temperatures.Cold);

    public static ProfileResponse Profile(NamespaceName ns, ProfileName profile, NameRecord record) => new(
        ns.ToString(), profile.ToString(), record.Name.ToString(), record.Uuid.ToString(), record.CreatedAtUnixMs,
        record.TtlAtUnixMs, DurabilityText.Format(record.Durability), record.Region, Encryption(record));

    public static EncryptionSetting? Encryption(NameRecord record) =>
        record.KeyRef is { } key ? new EncryptionSetting { KeyRef = key } : null;
}
