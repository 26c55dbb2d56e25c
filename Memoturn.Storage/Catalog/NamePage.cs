using System.Collections.Immutable;

namespace Memoturn.Storage.Catalog;

/// <summary>One page of names, ascending, records of every state.</summary>
/// <param name="HasMore">More names follow: list again after the last one <paramref name="Last"/>.</param>
/// <param name="Last">The last name looked at, also when its record has gone meanwhile; null for an empty page.</param>
public sealed record NamePage(ImmutableArray<NameRecord> Records, bool HasMore, DatabaseName? Last);
