using System.Collections.Immutable;

namespace Memoturn.Storage.ObjectStores;

/// <summary>One page of a listing, keys ascending by ordinal order.</summary>
/// <param name="HasMore">More keys follow the last entry: list again after it.</param>
/// <param name="StoreTime">The store's clock at the answer.</param>
public sealed record ObjectPage(ImmutableArray<ObjectEntry> Entries, bool HasMore, DateTimeOffset StoreTime);
