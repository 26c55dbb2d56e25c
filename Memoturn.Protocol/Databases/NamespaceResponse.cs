namespace Memoturn.Protocol.Databases;

/// <summary>A namespace. Times are unix milliseconds.</summary>
/// <param name="Namespace">Its name.</param>
/// <param name="CreatedAt">When it was first seen.</param>
/// <param name="UpdatedAt">When it was last put.</param>
/// <param name="Description">For people.</param>
/// <param name="Labels">For people and tools.</param>
/// <param name="Defaults">Settings of profiles created later.</param>
/// <param name="Profiles">Profiles it holds.</param>
/// <param name="PolicyRevision">Revision of its policy; 0 without one.</param>
public sealed record NamespaceResponse(
    string Namespace, long CreatedAt, long UpdatedAt, string? Description, IReadOnlyDictionary<string, string> Labels,
    NamespaceDefaults Defaults, long Profiles, long PolicyRevision);

/// <summary>A page of namespaces by name.</summary>
/// <param name="Namespaces">The rows.</param>
/// <param name="NextCursor">Null at the end.</param>
public sealed record NamespaceListResponse(IReadOnlyList<NamespaceResponse> Namespaces, string? NextCursor);

/// <summary>Settings of profiles created later.</summary>
public sealed record NamespaceDefaults
{
    /// <summary>Seconds until a profile expires.</summary>
    public long? Ttl { get; init; }

    /// <summary>One of <see cref="DurabilityNames"/>.</summary>
    public string? Durability { get; init; }

    /// <summary>Preferred home of ownership.</summary>
    public string? Region { get; init; }
}

/// <summary>Body of <c>PUT /v1/namespaces/{ns}</c>: replaces the three writable members.</summary>
public sealed record PutNamespaceRequest
{
    /// <summary>At most <see cref="WireLimits.DescriptionLength"/> characters.</summary>
    public string? Description { get; init; }

    /// <summary>At most <see cref="WireLimits.Labels"/>.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Settings of profiles created later.</summary>
    public NamespaceDefaults? Defaults { get; init; }
}
