using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol.Databases;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>Records of the catalogue as the wire shows them.</summary>
public static class DatabaseRows
{
    public static DatabaseResponse Database(NameRecord record) => new(
        record.Name.ToString(), record.Uuid.ToString(), record.CreatedAtUnixMs, record.TtlAtUnixMs,
        DurabilityText.Format(record.Durability), record.Region, Encryption(record));

    public static DatabaseDetailResponse Detail(NameRecord record, DatabaseSummary summary) => new(
        record.Name.ToString(), record.Uuid.ToString(), record.CreatedAtUnixMs, record.TtlAtUnixMs,
        DurabilityText.Format(record.Durability), record.Region, Encryption(record), summary.BranchCount,
        summary.SizeBytes,
        summary.Owner, summary.IsOpen ? Temperatures.Hot : Temperatures.Cold);

    public static ProfileResponse Profile(NamespaceName ns, ProfileName profile, NameRecord record) => new(
        ns.ToString(), profile.ToString(), record.Name.ToString(), record.Uuid.ToString(), record.CreatedAtUnixMs,
        record.TtlAtUnixMs, DurabilityText.Format(record.Durability), record.Region, Encryption(record));

    private static EncryptionSetting? Encryption(NameRecord record) =>
        record.KeyRef is { } key ? new EncryptionSetting { KeyRef = key } : null;
}
