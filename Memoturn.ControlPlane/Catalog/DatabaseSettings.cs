using System.Buffers;
using Memoturn.ControlPlane.Requests;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;
using NamespaceDefaults = Memoturn.Storage.Catalog.NamespaceDefaults;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>Settings of a database as a request gives them, checked; null = not given.</summary>
internal sealed record DatabaseSettings(
    long? TtlSeconds, Durability? Durability, string? Region, string? KeyRef)
{
    private const int KeyRefLength = 256;

    public static readonly DatabaseSettings None = new(null, null, null, null);

    private static readonly SearchValues<char> RegionCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The longest life: a thousand years, so that every end is a time.</summary>
    private static readonly long MaxTtlSeconds = (long)TimeSpan.FromDays(366_000).TotalSeconds;

    /// <exception cref="RequestException">A value is not allowed.</exception>
    public static DatabaseSettings Parse(
        long? ttl, string? durability, string? region, EncryptionSetting? encryption) =>
        new(Ttl(ttl), DurabilityOf(durability), RegionOf(region), KeyRefOf(encryption));

    /// <summary>The same of the defaults of a namespace.</summary>
    public static DatabaseSettings Parse(Protocol.Databases.NamespaceDefaults defaults, string path)
    {
        try
        {
            return Parse(defaults.Ttl, defaults.Durability, defaults.Region, null);
        }
        catch (RequestException e)
        {
            throw new RequestException(e.Code, $"{path}.{e.Message}", e);
        }
    }

    /// <summary>What a database is created with.</summary>
    /// <exception cref="RequestException">It is to have a key, and there is no key provider.</exception>
    public NameOptions ToOptions(NamespaceDefaults defaults, long nowUnixMs)
    {
        if (KeyRef is not null)
        {
            throw new RequestException(
                ErrorCode.Unconfigured, "encryption is not configured on this node (no key provider)");
        }

        return new()
        {
            TtlAtUnixMs = TtlAt(TtlSeconds ?? defaults.TtlSeconds, nowUnixMs),
            Durability = Durability ?? defaults.Durability ?? Storage.Databases.Durability.Standard,
            Region = Region ?? defaults.Region,
        };
    }

    /// <summary>The end of a life that begins now; null for ever.</summary>
    public static long? TtlAt(long? ttlSeconds, long nowUnixMs) =>
        ttlSeconds is { } seconds ? nowUnixMs + (Math.Min(seconds, MaxTtlSeconds) * 1000) : null;

    private static long? Ttl(long? seconds) =>
        seconds is < 0 ? throw RequestException.Invalid("ttl: expected integer >= 0") : seconds;

    private static Durability? DurabilityOf(string? text) => text is null
        ? null
        : DurabilityText.Find(text, StringComparison.Ordinal)
            ?? throw RequestException.Invalid($"durability: expected {DurabilityNames.Standard} or "
                + $"{DurabilityNames.Durable}");

    private static string? RegionOf(string? text)
    {
        var isValid = text is null or { Length: > 0 and <= WireLimits.RegionLength }
            && text?[0] != '-'
            && !text.AsSpan().ContainsAnyExcept(RegionCharacters);
        return isValid
            ? text
            : throw RequestException.Invalid("region: expected 1 to 64 of a-z, 0-9 and -, not - first");
    }

    private static string? KeyRefOf(EncryptionSetting? encryption) => encryption switch
    {
        null => null,
        { KeyRef: { Length: > 0 } key } when key.EnumerateRunes().Count() <= KeyRefLength => key,
        _ => throw RequestException.Invalid($"encryption.key_ref: expected 1 to {KeyRefLength} characters"),
    };
}
