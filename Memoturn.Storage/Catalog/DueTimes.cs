using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Memoturn.Storage.Databases;
using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Catalog;

/// <summary>
/// When ttls end, one small object each at <c>v1/_due/{yyyyMMddHHmm}/{uuid}@{branch_id}</c>, so that a sweep lists what
/// is due and nothing else. It is written before the record that carries the ttl and deleted last by the sweep that
/// acted on it; one that finds nothing to do was left by a changed ttl or a change that never landed.
/// </summary>
public sealed class DueTimes(IObjectStore store)
{
    /// <summary>Stands for a whole database where a branch id is expected.</summary>
    public static readonly BranchId WholeDatabase;

    /// <param name="name">
    /// What the sweep looks up: the branch's name, or the database's for <see cref="WholeDatabase"/>.
    /// </param>
    public Task PutAsync(
        long dueAtUnixMs, DatabaseId database, BranchId branch, string name, CancellationToken token) =>
        store.PutAsync(
            ObjectKeys.Due(dueAtUnixMs, database, branch), Encoding.UTF8.GetBytes(name), PutCondition.Always, token);

    /// <summary>
    /// What was due in minutes that began at or before <paramref name="nowUnixMs"/>, oldest first, at most
    /// <paramref name="limit"/> (1..1000).
    /// </summary>
    public async Task<ImmutableArray<DueEntry>> ListAsync(long nowUnixMs, int limit, CancellationToken token)
    {
        var page = await store.ListAsync(ObjectKeys.DuePrefix, null, limit, token);
        var end = ObjectKeys.DueMinutePrefix(nowUnixMs) + char.MaxValue;
        var due = page.Entries.Select(entry =>
            entry.Key).TakeWhile(key => string.CompareOrdinal(key.Value, end) <= 0).ToList();
        var entries = await ParallelReads.ReadAsync(due, ReadAsync, token);
        return [.. entries.OfType<DueEntry>()];
    }

    public Task DeleteAsync(DueEntry entry, CancellationToken token) => store.DeleteAsync(entry.Key, token);

    private async Task<DueEntry?> ReadAsync(ObjectKey key, CancellationToken token)
    {
        if (key.Value.Split('/') is not ["v1", "_due", { Length: 12 } minute, { Length: 65 } ids]
            || !DateTimeOffset.TryParseExact(
                minute, "yyyyMMddHHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            || !DatabaseId.TryParse(ids[..32], null, out var database)
            || !BranchId.TryParse(ids[33..], null, out var branch))
        {
            throw new CorruptObjectException($"{key}: a due time expected, found another key");
        }

        return await store.FindAsync(key, token) is { } found
            ? new(key, at.ToUnixTimeMilliseconds(), database, branch, Encoding.UTF8.GetString(found.Content.Span))
            : null;
    }
}
