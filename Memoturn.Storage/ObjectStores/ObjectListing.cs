namespace Memoturn.Storage.ObjectStores;

/// <summary>Bounds that hold for every store.</summary>
internal static class ObjectListing
{
    /// <summary>Most keys in one page, and in one bulk deletion.</summary>
    public const int MaxKeys = 1000;

    public static void RequireLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxKeys);
    }

    public static void RequireCount(IReadOnlyList<ObjectKey> keys) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Count, MaxKeys);
}
