namespace Memoturn.Storage.ObjectStores;

/// <summary>What must hold for a put to take effect.</summary>
public readonly record struct PutCondition
{
    private PutCondition(bool ifAbsent, ETag? ifMatch)
    {
        IfAbsent = ifAbsent;
        IfMatch = ifMatch;
    }

    /// <summary>No condition: the put replaces whatever is there.</summary>
    public static PutCondition Always => default;

    /// <summary>The key has no object.</summary>
    public static PutCondition Absent => new(true, null);

    public bool IfAbsent { get; }

    public ETag? IfMatch { get; }

    /// <summary>The object's current version is <paramref name="etag"/>.</summary>
    public static PutCondition Matches(ETag etag) => new(false, etag);
}
