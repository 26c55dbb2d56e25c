namespace Memoturn.Protocol.Databases;

/// <summary>What the catalogue knows of a database. Times are unix milliseconds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uuid">Its identity for ever.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="TtlAt">From then on it is deleted.</param>
/// <param name="Durability">Floor of all its writes.</param>
/// <param name="Region">Preferred home of ownership.</param>
/// <param name="Encryption">Key its objects are encrypted under.</param>
public sealed record DatabaseResponse(
    string Name, string Uuid, long CreatedAt, long? TtlAt, string Durability, string? Region,
    EncryptionSetting? Encryption);

/// <summary>A page of databases by name.</summary>
/// <param name="Databases">Profile databases included.</param>
/// <param name="NextCursor">Null at the end.</param>
public sealed record DatabaseListResponse(IReadOnlyList<DatabaseResponse> Databases, string? NextCursor);

/// <summary>A database with the state of its <c>main</c>. Times are unix milliseconds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uuid">Its identity for ever.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="TtlAt">From then on it is deleted.</param>
/// <param name="Durability">Floor of all its writes.</param>
/// <param name="Region">Preferred home of ownership.</param>
/// <param name="Encryption">Key its objects are encrypted under.</param>
/// <param name="Branches">Branches, <c>main</c> included.</param>
/// <param name="SizeBytes">Bytes of <c>main</c>.</param>
/// <param name="Owner">Node that owns <c>main</c>.</param>
/// <param name="Temperature">One of <see cref="Temperatures"/>.</param>
public sealed record DatabaseDetailResponse(
    string Name, string Uuid, long CreatedAt, long? TtlAt, string Durability, string? Region,
    EncryptionSetting? Encryption,
    int Branches, long SizeBytes, string? Owner, string Temperature);

/// <summary>How near a branch is to being served.</summary>
public static class Temperatures
{
    /// <summary>Its page table is in memory.</summary>
    public const string Hot = "hot";

    /// <summary>Its objects are in the disk cache.</summary>
    public const string Warm = "warm";

    /// <summary>It is in object storage only.</summary>
    public const string Cold = "cold";
}
