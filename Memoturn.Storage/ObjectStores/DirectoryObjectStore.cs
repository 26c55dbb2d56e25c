using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Posix;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.ObjectStores;

/// <summary>A bucket in a local directory, for any number of threads and processes at once.</summary>
/// <remarks>
/// <c>objects/</c> holds a file an object (<see cref="ObjectFile"/>), <c>tmp/</c> files being written, <c>locks/</c>
/// the
/// lock files. A new object is written and synced under <c>tmp/</c>, then linked (create-if-absent) or, under the lock
/// of its key, renamed into place; its directory is synced before success is answered (protocol E31). An etag is drawn
/// for
/// each put, so a used one never matches again, whatever the bytes. Reads take no lock.
/// </remarks>
public sealed class DirectoryObjectStore : IObjectStore
{
    /// <summary>Keys share this many lock files.</summary>
    private const int LockCount = 64;

    /// <summary>
    /// A put whose directory is removed under it, by the deletion of its last object, is tried again.
    /// </summary>
    private const int MaxAttempts = 16;

    /// <summary>What a dead process left under <c>tmp/</c> is removed at start once it is this old.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    /// <summary>Guards <see cref="_random"/>.</summary>
    private readonly Lock _lock = new();

    private readonly Random _random;
    private readonly TimeProvider _clock;
    private readonly string _objects;
    private readonly string _temporary;
    private readonly string _locks;

    /// <exception cref="StoreUnavailableException">The directory cannot be used.</exception>
    public DirectoryObjectStore(string path, TimeProvider clock, Random random)
    {
        (_clock, _random) = (clock, random);
        _objects = Path.Combine(path, "objects");
        _temporary = Path.Combine(path, "tmp");
        _locks = Path.Combine(path, "locks");
        Guard($"opening of object store '{path}'", () =>
        {
            foreach (var directory in new[] { path, _objects, _temporary, _locks })
            {
                EnsureDirectory(Path.GetFullPath(directory));
            }

            RemoveAbandoned();
            return true;
        });
    }

    public Task<StoredObject?> FindAsync(ObjectKey key, CancellationToken token) =>
        FindRangeAsync(key, 0, int.MaxValue, token);

    public Task<StoredObject?> FindRangeAsync(ObjectKey key, long offsetBytes, int lengthBytes, CancellationToken token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offsetBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(lengthBytes);
        return RunAsync(
            $"get of {key}", () => ObjectFile.Find(PathOf(key), offsetBytes, lengthBytes, _clock.GetUtcNow()), token);
    }

    public Task<PutResult> PutAsync(
        ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition, CancellationToken token) =>
        RunAsync($"put of {key}", () => Put(key, content, condition), token);

    public Task<ObjectPage> ListAsync(string prefix, ObjectKey? after, int limit, CancellationToken token)
    {
        ObjectListing.RequireLimit(limit);
        return RunAsync($"list of {prefix}", () => List(prefix, after, limit), token);
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken token) => DeleteManyAsync([key], token);

    public Task DeleteManyAsync(IReadOnlyList<ObjectKey> keys, CancellationToken token)
    {
        ObjectListing.RequireCount(keys);
        return RunAsync($"delete of {keys.Count} objects", () => Delete(keys), token);
    }

    private PutResult Put(ObjectKey key, ReadOnlyMemory<byte> content, PutCondition condition)
    {
        var etag = DrawETag();
        var temporary = Path.Combine(_temporary, etag.Value);
        try
        {
            ObjectFile.Write(temporary, content.Span, etag, _clock.GetUtcNow());
            var isLanded = Place(temporary, key, condition);
            return new(isLanded ? etag : null, _clock.GetUtcNow());
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private bool Place(string temporary, ObjectKey key, PutCondition condition)
    {
        var path = PathOf(key);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                EnsureDirectory(Path.GetDirectoryName(path)!);
                var isLanded = condition.IfAbsent
                    ? HardLink.TryCreate(temporary, path)
                    : TryReplace(temporary, path, key, condition.IfMatch);
                if (isLanded || condition.IfAbsent)
                {
                    // A refusal too says that an object is there, which must survive the power.
                    SyncNearest(Path.GetDirectoryName(path)!);
                }

                return isLanded;
            }
            catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException && attempt < MaxAttempts)
            {
                // The deletion of the directory's last object took the directory away in between.
            }
        }
    }

    private bool TryReplace(string temporary, string path, ObjectKey key, ETag? expected)
    {
        using var locked = LockOf(key);
        if (expected is not null && ObjectFile.FindETag(path) != expected)
        {
            return false;
        }

        File.Move(temporary, path, overwrite: true);
        return true;
    }

    private ObjectPage List(string prefix, ObjectKey? after, int limit)
    {
        var entries = ImmutableArray.CreateBuilder<ObjectEntry>();
        foreach (var key in new ObjectDirectoryWalk(_objects, prefix, after).Keys())
        {
            var file = new FileInfo(PathOf(key));
            if (!file.Exists)
            {
                continue;
            }

            if (entries.Count == limit)
            {
                return new(entries.ToImmutable(), HasMore: true, _clock.GetUtcNow());
            }

            entries.Add(new(key, file.Length - ObjectFile.TrailerLengthBytes, file.LastWriteTimeUtc));
        }

        return new(entries.ToImmutable(), HasMore: false, _clock.GetUtcNow());
    }

    private bool Delete(IReadOnlyList<ObjectKey> keys)
    {
        foreach (var group in keys.GroupBy(key => Path.GetDirectoryName(PathOf(key))!))
        {
            if (DeleteFiles(group))
            {
                SyncAndPrune(group.Key);
            }
        }

        return true;
    }

    private bool DeleteFiles(IEnumerable<ObjectKey> keys)
    {
        try
        {
            foreach (var key in keys)
            {
                using var locked = LockOf(key);
                File.Delete(PathOf(key));
            }

            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// Empty directories go with their last object, or every deleted database would slow the listings down.
    /// </summary>
    private void SyncAndPrune(string directory)
    {
        while (directory != _objects && TryRemoveEmpty(directory))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        SyncNearest(directory);
    }

    private static bool TryRemoveEmpty(string directory)
    {
        try
        {
            if (Directory.EnumerateFileSystemEntries(directory).Any())
            {
                return false;
            }

            Directory.Delete(directory);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            // A put came in between. A disk that fails says so when the directory is synced.
            return false;
        }
    }

    /// <summary>
    /// Syncs the directory, or, where another deletion has removed it, the one that removal shows in.
    /// </summary>
    private void SyncNearest(string directory)
    {
        while (true)
        {
            try
            {
                DirectorySync.Flush(directory);
                return;
            }
            catch (DirectoryNotFoundException) when (directory != _objects)
            {
                directory = Path.GetDirectoryName(directory)!;
            }
        }
    }

    private void RemoveAbandoned()
    {
        var limit = _clock.GetUtcNow() - AbandonedAfter;
        foreach (var path in Directory.EnumerateFiles(_temporary).Where(
            path => File.GetLastWriteTimeUtc(path) < limit.UtcDateTime))
        {
            File.Delete(path);
        }
    }

    private static void EnsureDirectory(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        var parent = Path.GetDirectoryName(directory)!;
        EnsureDirectory(parent);
        Directory.CreateDirectory(directory);
        DirectorySync.Flush(parent);
    }

    private string PathOf(ObjectKey key) => Path.Combine(_objects, ObjectPath.OfFile(key));

    private SafeFileHandle LockOf(ObjectKey key)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.Value.AsSpan()));
        return Flock.Acquire(Path.Combine(_locks, $"{hash % LockCount:D2}"));
    }

    private ETag DrawETag()
    {
        lock (_lock)
        {
            return new(_random.NextNonce().ToString());
        }
    }

    private static Task<T> RunAsync<T>(string what, Func<T> work, CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(token);
        }

        try
        {
            return Task.FromResult(Guard(what, work));
        }
        catch (StorageException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private static T Guard<T>(string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{what}: {e.Message}", e);
        }
    }
}
