using System.Collections.Immutable;

namespace Memoturn.Storage.ObjectStores;

/// <summary>Many small objects at once, a bounded number of requests at a time.</summary>
internal static class ParallelReads
{
    public const int MaxConcurrent = 32;

    /// <summary>One result a key, in the order of the keys.</summary>
    public static async Task<ImmutableArray<T>> ReadAsync<T>(
        IReadOnlyList<ObjectKey> keys, Func<ObjectKey, CancellationToken, Task<T>> read, CancellationToken token)
    {
        var results = ImmutableArray.CreateBuilder<T>(keys.Count);
        foreach (var chunk in keys.Chunk(MaxConcurrent))
        {
            results.AddRange(await Task.WhenAll(chunk.Select(key => read(key, token))));
        }

        return results.MoveToImmutable();
    }
}
