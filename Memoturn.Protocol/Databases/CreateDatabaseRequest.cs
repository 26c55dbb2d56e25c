namespace Memoturn.Protocol.Databases;

/// <summary>Body of <c>POST /v1/databases</c>.</summary>
public sealed record CreateDatabaseRequest
{
    /// <summary>Required.</summary>
    public string? Name { get; init; }

    /// <summary>Seconds until the whole database expires.</summary>
    public long? Ttl { get; init; }

    /// <summary>One of <see cref="DurabilityNames"/>; floor of all its writes.</summary>
    public string? Durability { get; init; }

    /// <summary>Preferred home of ownership.</summary>
    public string? Region { get; init; }

    /// <summary>Key its objects are encrypted under.</summary>
    public EncryptionSetting? Encryption { get; init; }
}

/// <summary>Key a database is encrypted under, fixed for life.</summary>
public sealed record EncryptionSetting
{
    /// <summary>Name of the key at the key provider; required.</summary>
    public string? KeyRef { get; init; }
}
