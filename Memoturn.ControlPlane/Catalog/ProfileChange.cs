using Memoturn.Protocol;
using Memoturn.Storage.Catalog;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>What a put changes of an existing profile: the members it gives.</summary>
/// <param name="HasTtl">True when the ttl is given, also as null, which cancels expiry.</param>
internal sealed record ProfileChange(DatabaseSettings Settings, bool HasTtl, long NowUnixMs)
{
    /// <exception cref="RequestException">409: it asks for another key than the profile has for life.</exception>
    public NameRecord ApplyTo(NameRecord record)
    {
        if (Settings.KeyRef is { } key && key != record.KeyRef)
        {
            throw new RequestException(ErrorCode.Conflict, "encryption of an existing profile cannot be changed");
        }

        return record with
        {
            TtlAtUnixMs = HasTtl ? DatabaseSettings.TtlAt(Settings.TtlSeconds, NowUnixMs) : record.TtlAtUnixMs,
            Durability = Settings.Durability ?? record.Durability,
            Region = Settings.Region ?? record.Region,
        };
    }
}
