using System.Text.Json.Serialization;

namespace Memoturn.Protocol.Databases;

/// <summary>A profile and its database. Times are unix milliseconds.</summary>
/// <param name="Namespace">Where it lies.</param>
/// <param name="Profile">Its name there.</param>
/// <param name="Database">Name of its database.</param>
/// <param name="Uuid">Identity of its database.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="TtlAt">From then on it is deleted.</param>
/// <param name="Durability">Floor of all its writes.</param>
/// <param name="Region">Preferred home of ownership.</param>
/// <param name="Encryption">Key its objects are encrypted under.</param>
public sealed record ProfileResponse(
    string Namespace, string Profile, string Database, string Uuid, long CreatedAt, long? TtlAt, string Durability,
    string? Region, EncryptionSetting? Encryption)
{
    /// <summary>On <c>GET</c>: the txid of the branch asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? HeadTxid { get; init; }
}

/// <summary>A page of the profiles of a namespace by name.</summary>
/// <param name="Namespace">Where they lie.</param>
/// <param name="Profiles">The rows.</param>
/// <param name="NextCursor">Null at the end.</param>
public sealed record ProfileListResponse(string Namespace, IReadOnlyList<ProfileRow> Profiles, string? NextCursor);

/// <summary>One profile of a list. Times are unix milliseconds.</summary>
/// <param name="Profile">Its name.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="TtlAt">From then on it is deleted.</param>
public sealed record ProfileRow(string Profile, long CreatedAt, long? TtlAt);

/// <summary>Body of <c>PUT /v1/memory/{ns}/{profile}</c>: given members replace, absent ones stay.</summary>
public sealed record PutProfileRequest
{
    /// <summary>Seconds from now; null in the body cancels expiry.</summary>
    /// <remarks>
    /// A setter, not an initializer: source generation assigns every initializer, present in the body or not.
    /// </remarks>
    public long? Ttl
    {
        get;
        set
        {
            field = value;
            HasTtl = true;
        }
    }

    /// <summary>True when the body has <c>ttl</c>, null included.</summary>
    [JsonIgnore]
    public bool HasTtl { get; private set; }

    /// <summary>One of <see cref="DurabilityNames"/>.</summary>
    public string? Durability { get; init; }

    /// <summary>Preferred home of ownership.</summary>
    public string? Region { get; init; }

    /// <summary>Key its objects are encrypted under; fixed for life.</summary>
    public EncryptionSetting? Encryption { get; init; }
}
