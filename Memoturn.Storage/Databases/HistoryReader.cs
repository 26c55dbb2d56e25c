using Memoturn.Storage.Manifests;
using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Pages;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>
/// Builds the newest state of a branch from object storage: the runs of its manifest, then the tail object by object
/// until the first absent seq. The listing only says what to fetch ahead (protocol A6).
/// </summary>
internal sealed class HistoryReader(IObjectStore store, PageMemory memory, DecodedSegmentCache cache, int parallelism)
{
    /// <summary>Loads what <paramref name="manifest"/> leads to.</summary>
    /// <exception cref="CorruptObjectException">
    /// An object is damaged, missing in the middle, or not of this history.
    /// </exception>
    public async Task<RestoredBranch> ReadAsync(Manifest manifest, int pageSize, CancellationToken token)
    {
        var builder = new PageTableBuilder(memory, pageSize);
        using var replay = new CommitReplay();
        try
        {
            foreach (var run in manifest.Runs)
            {
                Apply(await ReadRunAsync(run, token), run.Key, builder, replay);
            }

            var tip = await ReadTailAsync(manifest, builder, replay, token);
            return new(builder, tip);
        }
        catch
        {
            builder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The tail object at a seq; null when there is none. Decoded objects are kept for the next restore.
    /// </summary>
    public async Task<StoredSegment?> FindTailAsync(Manifest manifest, ulong seq, CancellationToken token)
    {
        var key = ObjectKeys.Tail(manifest.Uuid, manifest.BranchId, seq);
        if (cache.TryGet(key, out var known))
        {
            return known;
        }

        if (await store.FindAsync(key, token) is not { } found)
        {
            return null;
        }

        var segment = SegmentCodec.Decode(found.Content, key);
        if (segment.Origin != manifest.BranchId || segment.Database != manifest.Uuid)
        {
            throw new CorruptObjectException(
                $"{key}: expected an object of {manifest.Uuid}/{manifest.BranchId}, found "
                + $"{segment.Database}/{segment.Origin}");
        }

        var tail = new StoredSegment(key, segment, SegmentCodec.Hash(found.Content.Span), found.LengthBytes);
        cache.Add(tail);
        return tail;
    }

    /// <summary>Applies the data of one object to the pages.</summary>
    public static void Apply(Segment segment, ObjectKey key, PageTableBuilder builder, CommitReplay replay)
    {
        foreach (var commit in segment.Commits)
        {
            replay.Apply(commit, key.Value, builder);
        }
    }

    private async Task<Segment> ReadRunAsync(RunRecord run, CancellationToken token)
    {
        var found = await store.FindAsync(run.Key, token)
            ?? throw new CorruptObjectException($"{run.Key}: named by the manifest, found nothing");
        var hash = SegmentCodec.Hash(found.Content.Span);
        return hash == run.Hash
            ? SegmentCodec.Decode(found.Content, run.Key)
            : throw new CorruptObjectException($"{run.Key}: expected hash {run.Hash:x32}, found {hash:x32}");
    }

    private async Task<HistoryTip> ReadTailAsync(
        Manifest manifest, PageTableBuilder builder, CommitReplay replay, CancellationToken token)
    {
        var tip = HistoryTip.Of(manifest);
        var last = await LastListedAsync(manifest, token);
        var ahead = new Queue<Task<StoredSegment?>>();
        var next = tip.Seq + 1;
        try
        {
            while (true)
            {
                while (ahead.Count == 0 || (ahead.Count < parallelism && next <= last))
                {
                    ahead.Enqueue(FindTailAsync(manifest, next++, token));
                }

                var tail = await ahead.Dequeue();
                if (tail is null)
                {
                    return tip.Seq >= last
                        ? tip
                        : throw new CorruptObjectException(
                            $"{ObjectKeys.Tail(manifest.Uuid, manifest.BranchId, tip.Seq + 1)}: absent below seq "
                            + $"{last}, which is listed");
                }

                tip = tip.Append(tail.Segment, tail.Hash, tail.Key);
                Apply(tail.Segment, tail.Key, builder, replay);
            }
        }
        finally
        {
            // What was fetched ahead of a failure must not outlive the restore.
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(
                ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ulong> LastListedAsync(Manifest manifest, CancellationToken token)
    {
        const int PageLimit = 1000;
        var prefix = ObjectKeys.TailPrefix(manifest.Uuid, manifest.BranchId);
        var after = ObjectKeys.Tail(manifest.Uuid, manifest.BranchId, manifest.Folded.Seq);
        var last = manifest.Folded.Seq;
        while (true)
        {
            var page = await store.ListAsync(prefix, after, PageLimit, token);
            foreach (var entry in page.Entries)
            {
                if (ObjectKeys.TryParseTailSeq(entry.Key, out var seq))
                {
                    last = Math.Max(last, seq);
                }
            }

            if (!page.HasMore || page.Entries.IsEmpty)
            {
                return last;
            }

            after = page.Entries[^1].Key;
        }
    }
}
