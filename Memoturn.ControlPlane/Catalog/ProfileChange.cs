using Memoturn.Storage.Catalog;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>What a put changes of an existing profile: the members it gives.</summary>
/// <param name="HasTtl">True when the ttl is given, also as null, which cancels expiry.</param>
internal sealed record ProfileChange(DatabaseSettings Settings, bool HasTtl, long NowUnixMs)
{
    public NameRecord ApplyTo(NameRecord record) => record with
    {
        TtlAtUnixMs = HasTtl ? DatabaseSettings.TtlAt(Settings.TtlSeconds, NowUnixMs) : record.TtlAtUnixMs,
        Durability = Settings.Durability ?? record.Durability,
        Region = Settings.Region ?? record.Region,
    };
}
