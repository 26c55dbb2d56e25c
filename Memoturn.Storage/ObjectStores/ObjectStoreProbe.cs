using System.Collections.Immutable;
using Memoturn.Storage.Databases;

namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// Finds out at start whether a store keeps the promises the engine rests on, with one object it removes again.
/// </summary>
public sealed class ObjectStoreProbe(IObjectStore store, Random random)
{
    private const string Prefix = "v1/_probe/";

    /// <summary>What the store does not do, in words for an operator; empty when it does everything.</summary>
    /// <exception cref="StoreUnavailableException">The store did not answer.</exception>
    public async Task<ImmutableArray<string>> FindMissingAsync(CancellationToken token)
    {
        var key = new ObjectKey(Prefix + random.NextNonce());
        try
        {
            var missing = ImmutableArray.CreateBuilder<string>();
            await foreach (var (promise, holds) in ProbeAsync(key, token))
            {
                if (!holds)
                {
                    missing.Add(promise);
                }
            }

            return missing.ToImmutable();
        }
        finally
        {
            await store.DeleteAsync(key, token);
        }
    }

    private async IAsyncEnumerable<(string Promise, bool Holds)> ProbeAsync(
        ObjectKey key, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        var created = await PutAsync(key, 1, PutCondition.Absent, token);
        yield return ("create-if-absent of a new object", created.Landed);
        yield return (
            "refusal of create-if-absent where an object is", !(await PutAsync(key, 2, PutCondition.Absent, token))
                .Landed);

        var found = await store.FindAsync(key, token);
        yield return ("read after write", IsContent(found, 1));
        var page = await store.ListAsync(key.Value, null, 1, token);
        yield return ("list after write", page.Entries.Any(entry => entry.Key == key));
        if ((created.ETag ?? found?.ETag) is not { } etag)
        {
            yield break;
        }

        yield return (
            "if-match with the current etag", (await PutAsync(key, 3, PutCondition.Matches(etag), token)).Landed);
        yield return (
            "refusal of a repeated if-match with a used etag",
            !(await PutAsync(key, 3, PutCondition.Matches(etag), token)).Landed);
        yield return (
            "refusal of if-match with another etag", !(await PutAsync(key, 4, PutCondition.Matches(new("0")), token))
                .Landed);
        yield return ("read after replacement", IsContent(await store.FindAsync(key, token), 3));
    }

    private Task<PutResult> PutAsync(ObjectKey key, byte content, PutCondition condition, CancellationToken token) =>
        store.PutAsync(key, new[] { content }, condition, token);

    private static bool IsContent(StoredObject? found, byte content) =>
        found is not null && found.Content.Span.SequenceEqual([content]);
}
