using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Catalog;

/// <summary>The name records in the bucket: which database has which name, and whether it lives (docs/formats/names.md).</summary>
public sealed class NameCatalog(IObjectStore store, TimeProvider clock, Random random)
{
    /// <summary>The record whatever its state; null when the name was never used.</summary>
    public Task<NameRecord?> FindAsync(DatabaseName name, CancellationToken token) =>
        throw new NotSupportedException($"{store} {clock} {random} {name} {token}");

    /// <summary>
    /// Creates the database unless a live one has the name. A deleted or expired one is replaced by a fresh uuid; its
    /// deletion time stays in the record. For a profile the namespace record is made first.
    /// </summary>
    public Task<NameCreation> CreateAsync(DatabaseName name, NameOptions options, CancellationToken token) =>
        throw new NotSupportedException($"{store} {name} {options} {token}");

    /// <summary>Changes the record; the function may run several times, null gives up. Answers the record that is stored then; null when there is none.</summary>
    public Task<NameRecord?> UpdateAsync(DatabaseName name, Func<NameRecord, NameRecord?> change, CancellationToken token) =>
        throw new NotSupportedException($"{store} {name} {change} {token}");

    /// <summary>From the answer on every request is refused; null unless the name has this uuid and was active or deleting.</summary>
    public Task<NameRecord?> MarkDeletingAsync(NameRecord record, CancellationToken token) =>
        throw new NotSupportedException($"{store} {record} {token}");

    /// <summary>Second step of a deletion: writes the deletion time and frees the name; null unless the name has this uuid and is being deleted.</summary>
    public Task<NameRecord?> MarkDeletedAsync(NameRecord record, CancellationToken token) =>
        throw new NotSupportedException($"{store} {record} {token}");

    /// <summary>Names that start with <paramref name="prefix"/> and follow <paramref name="after"/>: one listing and at most <paramref name="limit"/> reads.</summary>
    public Task<NamePage> ListAsync(string prefix, string? after, int limit, CancellationToken token) =>
        throw new NotSupportedException($"{store} {prefix} {after} {limit} {token}");
}
