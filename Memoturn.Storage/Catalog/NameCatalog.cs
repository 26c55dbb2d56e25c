using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// The name records in the bucket: which database has which name, and whether it lives (docs/formats/names.md).
/// </summary>
public sealed class NameCatalog(IObjectStore store, TimeProvider clock, Random random)
{
    private readonly FencedCodec<NameRecord> _codec = new(
        CatalogCodec.Encode, CatalogCodec.DecodeName, NameInvariants.Require, (old, next, token) =>
            PrepareAsync(store, old, next, token));

    /// <summary>The record whatever its state; null when the name was never used.</summary>
    public async Task<NameRecord?> FindAsync(DatabaseName name, CancellationToken token) =>
        (await Open(name).FindAsync(token))?.Value;

    /// <summary>
    /// Creates the database unless a live one has the name. A deleted or expired one is replaced by a fresh uuid; its
    /// deletion time stays in the record. For a profile the namespace record is made first.
    /// </summary>
    public async Task<NameCreation> CreateAsync(DatabaseName name, NameOptions options, CancellationToken token)
    {
        var record = Open(name);
        var current = await record.FindAsync(token);
        if (current is null && name.TrySplit(out var ns, out _))
        {
            await new NamespaceCatalog(store, clock).EnsureAsync(ns, token);
        }

        var created = Fresh(name, options);
        var change = await record.ChangeAsync(current, old => Replace(old, created), token);
        var stored = change.Current?.Value ?? created;
        return new(stored, stored.Uuid == created.Uuid);
    }

    /// <summary>
    /// Changes the record of a live database; the function may run several times. Answers the record that is stored
    /// then; null when the name stands for no live database.
    /// </summary>
    public async Task<NameRecord?> UpdateAsync(
        DatabaseName name, Func<NameRecord, NameRecord> change, CancellationToken token)
    {
        var done = await Open(name).ChangeAsync(
            current => current?.IsLive(Now()) == true ? change(current) : null, token);
        return done.Applied ? done.Current?.Value : null;
    }

    /// <summary>
    /// First step of a deletion: writes its time, and from the answer on every request is refused and the name may be
    /// used anew. Null unless the name stands for this uuid.
    /// </summary>
    public Task<NameRecord?> MarkDeletingAsync(NameRecord record, CancellationToken token)
    {
        var now = Now();
        return AdvanceAsync(
            record,
            NameState.Deleting,
            current => current with
            {
                State = NameState.Deleting,
                DeletedAtUnixMs = Math.Max(now, current.DeletedAtUnixMs ?? 0),
            },
            token);
    }

    /// <summary>
    /// Second step, once the objects are gone or tombstoned. Null unless the name stands for this uuid.
    /// </summary>
    public Task<NameRecord?> MarkDeletedAsync(NameRecord record, CancellationToken token) =>
        AdvanceAsync(record, NameState.Deleted, current => current with { State = NameState.Deleted }, token);

    /// <summary>
    /// Names that start with <paramref name="prefix"/> and follow <paramref name="after"/>: one listing and at most
    /// <paramref name="limit"/> (1..1000) reads.
    /// </summary>
    public async Task<NamePage> ListAsync(string prefix, DatabaseName? after, int limit, CancellationToken token)
    {
        ObjectKey? floor = after is { } name ? ObjectKeys.Name(name) : null;
        var page = await store.ListAsync(ObjectKeys.NamesPrefix + prefix, floor, limit, token);
        var keys = page.Entries.Select(entry => entry.Key).ToList();
        var found = await ParallelReads.ReadAsync(keys, (key, ct) => Open(key).FindAsync(ct), token);
        DatabaseName? last =
            keys is [] ? null : DatabaseName.Parse(keys[^1].Value[ObjectKeys.NamesPrefix.Length..], null);
        return new([.. found.OfType<Fenced<NameRecord>>().Select(fenced => fenced.Value)], page.HasMore, last);
    }

    /// <summary>The profile databases of a namespace, in every state, by name.</summary>
    public Task<NamePage> ListProfilesAsync(
        NamespaceName name, ProfileName? after, int limit, CancellationToken token) =>
        ListAsync(
            DatabaseName.ProfilePrefix(name), after is { } profile ? DatabaseName.Of(name, profile) : null, limit,
            token);

    private async Task<NameRecord?> AdvanceAsync(
        NameRecord record, NameState state, Func<NameRecord, NameRecord> advance, CancellationToken token)
    {
        var change = await Open(record.Name).ChangeAsync(
            current => current?.Uuid == record.Uuid && current.State < state ? advance(current) : null, token);
        return change.Current is { } stored && stored.Value.Uuid == record.Uuid ? stored.Value : null;
    }

    private NameRecord Fresh(DatabaseName name, NameOptions options) => new()
    {
        Name = name,
        Uuid = DatabaseId.Create(random),
        CreatedAtUnixMs = Now(),
        TtlAtUnixMs = options.TtlAtUnixMs,
        Durability = options.Durability,
        Region = options.Region,
        KeyRef = options.KeyRef,
    };

    private NameRecord? Replace(NameRecord? old, NameRecord created) => old switch
    {
        null => created,
        _ when old.Uuid == created.Uuid || old.IsLive(Now()) => null,
        { State: NameState.Active } =>
            created with { DeletedAtUnixMs = Math.Max(old.TtlAtUnixMs ?? 0, old.DeletedAtUnixMs ?? 0) },
        _ => created with { DeletedAtUnixMs = old.DeletedAtUnixMs },
    };

    /// <summary>
    /// A due time for a new ttl; a dirty mark for the objects of a database whose name is about to go.
    /// </summary>
    private static async Task PrepareAsync(
        IObjectStore store, NameRecord? old, NameRecord next, CancellationToken token)
    {
        if (old is not null && (old.Uuid != next.Uuid || old.State != next.State))
        {
            await new DirtyMarks(store).PutAsync(old.Uuid, old.Name, token);
        }

        if (next.TtlAtUnixMs is { } due && (old?.Uuid != next.Uuid || old.TtlAtUnixMs != due))
        {
            await new DueTimes(store).PutAsync(due, next.Uuid, DueTimes.WholeDatabase, next.Name.ToString(), token);
        }
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private FencedObject<NameRecord> Open(DatabaseName name) => Open(ObjectKeys.Name(name));

    private FencedObject<NameRecord> Open(ObjectKey key) => new(store, key, _codec);
}
