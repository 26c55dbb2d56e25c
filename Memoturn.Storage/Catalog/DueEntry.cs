using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// A ttl that ends in the minute from <paramref name="MinuteUnixMs"/> on. The record it speaks of has the exact time.
/// </summary>
/// <param name="Branch"><see cref="DueTimes.WholeDatabase"/> where the database itself expires.</param>
/// <param name="Name">Name of the branch, or of the database.</param>
public sealed record DueEntry(ObjectKey Key, long MinuteUnixMs, DatabaseId Database, BranchId Branch, string Name);
