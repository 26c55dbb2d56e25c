namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// Answer to a put. A refused condition is ambiguous (an earlier copy of this very request may have landed):
/// who needs to know reads the object back (protocol A7).
/// </summary>
/// <param name="ETag">The new version; null when the condition was refused.</param>
/// <param name="StoreTime">The store's clock at the answer.</param>
public readonly record struct PutResult(ETag? ETag, DateTimeOffset StoreTime)
{
    public bool Landed => ETag is not null;
}
