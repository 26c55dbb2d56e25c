using System.Collections.Immutable;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Memoturn.Storage.Catalog;
using NamespaceDefaults = Memoturn.Storage.Catalog.NamespaceDefaults;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>The writable members of a namespace as a request gives them, checked.</summary>
internal sealed record NamespaceSettings(
    string? Description, ImmutableSortedDictionary<string, string> Labels, NamespaceDefaults Defaults)
{
    /// <exception cref="RequestException">A member is not allowed.</exception>
    public static NamespaceSettings Parse(PutNamespaceRequest request)
    {
        if (request.Description?.EnumerateRunes().Count() > WireLimits.DescriptionLength)
        {
            throw RequestException.Invalid($"description: expected at most {WireLimits.DescriptionLength} characters");
        }

        if (request.Labels?.Count > WireLimits.Labels)
        {
            throw RequestException.Invalid($"labels: expected at most {WireLimits.Labels}");
        }

        var labels = request.Labels ?? ImmutableDictionary<string, string>.Empty;
        var defaults = DatabaseSettings.Parse(request.Defaults ?? new(), "defaults");
        return new(
            request.Description,
            labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
            new(defaults.TtlSeconds, defaults.Durability, defaults.Region));
    }

    public NamespaceRecord ApplyTo(NamespaceRecord record) =>
        record with { Description = Description, Labels = Labels, Defaults = Defaults };
}
