using System.Collections.Immutable;
using Memoturn.Storage.Catalog;
using Memoturn.Storage.Databases;

namespace Memoturn.ControlPlane.Catalog;

/// <summary>The databases that live now, by name: the catalogue behind a bounded memory of what it said.</summary>
/// <remarks>Every change of a name on this node goes through here, so that the next request sees it.</remarks>
public sealed class DatabaseDirectory(
    NameCatalog names, NamespaceCatalog namespaces, StorageEngine engine, TimeProvider clock)
{
    private const int PageSize = 1000;

    private readonly RecordCache _cache = new(clock);

    /// <summary>Null when the name was never used, or its database is deleted or past its ttl.</summary>
    public async Task<NameRecord?> FindAsync(DatabaseName name, CancellationToken token)
    {
        if (_cache.Find(name) is not { } record)
        {
            var generation = _cache.Generation;
            record = await names.FindAsync(name, token);
            if (record is { State: NameState.Active })
            {
                _cache.Add(record, generation);
            }
        }

        return record is not null && IsLive(record) ? record : null;
    }

    /// <summary>Creates the database unless a live one has the name.</summary>
    public Task<NameCreation> CreateAsync(DatabaseName name, NameOptions options, CancellationToken token) =>
        ChangingAsync(name, names.CreateAsync(name, options, token));

    /// <summary>Makes the profile with the defaults of its namespace unless it is there.</summary>
    public async Task<NameRecord> EnsureProfileAsync(DatabaseName name, CancellationToken token) =>
        await FindAsync(name, token) ?? (await CreateProfileAsync(name, DatabaseSettings.None, token)).Record;

    /// <summary>
    /// Deletes the database: from the answer on every request for it is refused and the name is free. Goes on with a
    /// deletion that ended half-way.
    /// </summary>
    /// <returns>False when the name stands for no database, or somebody else deleted it first.</returns>
    public async Task<bool> DeleteAsync(DatabaseName name, CancellationToken token)
    {
        if (await names.FindAsync(name, token) is not { } record
            || !(IsLive(record) || record.State == NameState.Deleting)
            || await ChangingAsync(name, names.MarkDeletingAsync(record, token)) is not { } deleting)
        {
            return false;
        }

        await engine.DeleteAsync(deleting, token);
        await ChangingAsync(name, names.MarkDeletedAsync(deleting, token));
        return true;
    }

    /// <summary>
    /// Creates a profile with given settings, the namespace's defaults standing in for those not given.
    /// </summary>
    internal async Task<NameCreation> CreateProfileAsync(
        DatabaseName name, DatabaseSettings settings, CancellationToken token)
    {
        name.TrySplit(out var ns, out _);
        var defaults = (await namespaces.FindAsync(ns, token))?.Defaults ?? NamespaceDefaults.None;
        return await CreateAsync(name, settings.ToOptions(defaults, NowUnixMs), token);
    }

    /// <summary>Changes a live database; null when there is none any more.</summary>
    internal Task<NameRecord?> UpdateAsync(
        DatabaseName name, Func<NameRecord, NameRecord> change, CancellationToken token) =>
        ChangingAsync(name, names.UpdateAsync(name, change, token));

    internal Task<DatabasePage> ListProfilesAsync(
        NamespaceName name, DatabaseName? after, int limit, CancellationToken token) =>
        ListAsync(DatabaseName.ProfilePrefix(name), after, limit, token);

    internal async Task<long> CountProfilesAsync(NamespaceName name, CancellationToken token)
    {
        var count = 0L;
        DatabaseName? after = null;
        do
        {
            var page = await ListProfilesAsync(name, after, PageSize, token);
            count += page.Rows.Length;
            after = page.Next;
        }
        while (after is not null);
        return count;
    }

    /// <summary>Live databases whose names start with <paramref name="prefix"/>, by name.</summary>
    internal async Task<DatabasePage> ListAsync(string prefix, DatabaseName? after, int limit, CancellationToken token)
    {
        var rows = ImmutableArray.CreateBuilder<NameRecord>();
        while (true)
        {
            var page = await names.ListAsync(prefix, after, Math.Min(limit - rows.Count, PageSize), token);
            rows.AddRange(page.Records.Where(IsLive));
            after = page.Last;
            if (!page.HasMore || rows.Count >= limit)
            {
                return new(rows.ToImmutable(), page.HasMore ? after : null);
            }
        }
    }

    internal long NowUnixMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private bool IsLive(NameRecord record) => record.IsLive(NowUnixMs);

    private async Task<T> ChangingAsync<T>(DatabaseName name, Task<T> change)
    {
        try
        {
            return await change;
        }
        finally
        {
            _cache.Remove(name);
        }
    }
}
