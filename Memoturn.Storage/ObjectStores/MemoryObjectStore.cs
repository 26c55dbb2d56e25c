using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;

namespace Memoturn.Storage.ObjectStores;

/// <summary>A bucket in memory, for tests and the simulator.</summary>
public sealed class MemoryObjectStore(TimeProvider clock) : IObjectStore
{
    /// <summary>Guards <see cref="_objects"/> and <see cref="_version"/>.</summary>
    private readonly Lock _lock = new();

    private readonly SortedList<ObjectKey, Version> _objects = [];
    private ulong _version;

    public Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token) =>
        FindRangeAsync(key, 0, int.MaxValue, token);

    public Task<StoredObject?> FindRangeAsync(ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offsetBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        token.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return Task.FromResult(
                _objects.TryGetValue(key, out var found) ? Read(found, offsetBytes, lengthBytes) : null);
        }
    }

    public Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var current = _objects.TryGetValue(key, out var found) ? found.ETag : (ETag?)null;
            var allowed = condition.IfAbsent ? current is null : condition.IfMatch is not { } expected
                || expected == current;
            return Task.FromResult(new PutResult(allowed ? Store(key, content) : null, clock.GetUtcNow()));
        }
    }

    public Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token)
    {
        ObjectListing.RequireLimit(limit);
        token.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var entries = ImmutableArray.CreateBuilder<ObjectEntry>();
            var i = IndexOfFirst(prefix, after);
            while (i < _objects.Count && entries.Count < limit && IsUnder(i, prefix))
            {
                var version = _objects.GetValueAtIndex(i);
                entries.Add(new(_objects.GetKeyAtIndex(i), version.Content.Length, version.LastModified));
                i++;
            }

            var hasMore = i < _objects.Count && IsUnder(i, prefix);
            return Task.FromResult(new ObjectPage(entries.ToImmutable(), hasMore, clock.GetUtcNow()));
        }
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken token) => DeleteManyAsync([key], token);

    public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token)
    {
        ObjectListing.RequireCount(keys);
        token.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (var key in keys)
            {
                _objects.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private StoredObject Read(Version found, long offsetBytes, int lengthBytes)
    {
        var offset = (int)Math.Min(offsetBytes, found.Content.Length);
        var content = found.Content.AsMemory(offset, Math.Min(lengthBytes, found.Content.Length - offset));
        return new(content, found.Content.Length, found.ETag, found.LastModified, clock.GetUtcNow());
    }

    private ETag Store(ObjectKey key, ReadOnlyMemory<byte> content)
    {
        var hash = XxHash128.HashToUInt128(content.Span);
        var etag = new ETag(string.Create(CultureInfo.InvariantCulture, $"{hash:x32}-{++_version:x}"));
        _objects[key] = new(content.ToArray(), etag, clock.GetUtcNow());
        return etag;
    }

    private int IndexOfFirst(string prefix, ObjectKey? after)
    {
        var low = 0;
        var high = _objects.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (IsBefore(_objects.GetKeyAtIndex(middle), prefix, after))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static bool IsBefore(ObjectKey key, string prefix, ObjectKey? after) =>
        string.CompareOrdinal(key.Value, prefix) < 0 || (after is { } floor && key.CompareTo(floor) <= 0);

    private bool IsUnder(int index, string prefix) =>
        _objects.GetKeyAtIndex(index).Value.StartsWith(prefix, StringComparison.Ordinal);

    private sealed record Version(byte[] Content, ETag ETag, DateTimeOffset LastModified);
}
