namespace Memoturn.Storage.ObjectStores;

/// <summary>Bounds that hold for every store.</summary>
internal static class ObjectListing
{
    /// <summary>Most keys in one page, and in one bulk deletion.</summary>
    public const int MaxKeys = 1000;

    public static void RequireLimit(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxKeys);
    }
}
