using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// What the catalogue knows of a namespace: the record at <c>v1/_namespaces/{ns}</c> (docs/formats/names.md). Times are
/// unix milliseconds.
/// </summary>
public sealed record NamespaceRecord
{
    public required NamespaceName Namespace { get; init; }

    [JsonPropertyName("created_at")]
    public required long CreatedAtUnixMs { get; init; }

    [JsonPropertyName("updated_at")]
    public required long UpdatedAtUnixMs { get; init; }

    public string? Description { get; init; }

    /// <summary>By name, ordinal.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init => field = value ?? NoLabels; } = NoLabels;

    public NamespaceDefaults Defaults
    {
        get;
        init => field = value ?? NamespaceDefaults.None;
    } = NamespaceDefaults.None;

    /// <summary>Number of live profiles as the sweep counted them last.</summary>
    [JsonPropertyName("profiles")]
    public long ProfileCount { get; init; }

    /// <summary>Raised by every change of the namespace's policy; 0 = it has none.</summary>
    public long PolicyRevision { get; init; }

    [JsonExtensionData, JsonInclude]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    private static ImmutableSortedDictionary<string, string> NoLabels { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
