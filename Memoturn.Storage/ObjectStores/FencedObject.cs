namespace Memoturn.Storage.ObjectStores;

/// <summary>One object that changes by compare-and-swap only.</summary>
/// <remarks>
/// A change is a function of the current value. It is run again on the refreshed value after a lost race, so it decides
/// from its argument alone and gives up (null) where it finds itself done. A put that was refused or not answered is
/// resolved by reading back (protocol A2, A7): equal bytes mean it landed; the version it began from means it has not,
/// and the same bytes are put again; anything else is a lost race.
/// </remarks>
internal sealed class FencedObject<T>(IObjectStore store, ObjectKey key, FencedCodec<T> codec)
    where T : class
{
    /// <summary>Puts per change, lost races and lost answers together.</summary>
    public const int MaxAttempts = 5;

    public async Task<Fenced<T>?> FindAsync(CancellationToken token) =>
        await store.FindAsync(key, token) is { } found ? Read(found) : null;

    /// <summary>Loads the object, then changes it.</summary>
    public async Task<FencedChange<T>> ChangeAsync(Func<T?, T?> change, CancellationToken token) =>
        await ChangeAsync(await FindAsync(token), change, token);

    /// <summary>Changes the object, beginning from what was read last; nothing is read while that is current.</summary>
    /// <exception cref="ManifestConflictException">Every attempt lost its race.</exception>
    /// <exception cref="StoreUnavailableException">
    /// No answer told the outcome: the change may have landed, or may yet.
    /// </exception>
    public async Task<FencedChange<T>> ChangeAsync(Fenced<T>? current, Func<T?, T?> change, CancellationToken token)
    {
        StoreUnavailableException? unanswered = null;
        Sealed? sealedChange = null;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            sealedChange ??= await SealAsync(current, change, token);
            if (sealedChange is null)
            {
                return new(current, Applied: false);
            }

            (var landed, unanswered) = await PutAsync(sealedChange, current, token);
            if (landed is { } etag)
            {
                return new(new(sealedChange.Value, etag), Applied: true);
            }

            var found = await store.FindAsync(key, token);
            if (found is not null && found.Content.Span.SequenceEqual(sealedChange.Bytes.Span))
            {
                return new(new(sealedChange.Value, found.ETag), Applied: true);
            }

            if (found?.ETag != current?.ETag)
            {
                current = found is null ? null : Read(found);
                sealedChange = null;
            }
        }

        throw unanswered
            ?? (Exception)new ManifestConflictException($"change of {key}: {MaxAttempts} attempts lost to other "
                + "writers");
    }

    private async Task<Sealed?> SealAsync(Fenced<T>? current, Func<T?, T?> change, CancellationToken token)
    {
        if (change(current?.Value) is not { } next)
        {
            return null;
        }

        codec.Require(current?.Value, next);
        await codec.PrepareAsync(current?.Value, next, token);
        return new(next, codec.Encode(next));
    }

    private async Task<(ETag? Landed, StoreUnavailableException? Unanswered)> PutAsync(
        Sealed sealedChange, Fenced<T>? current, CancellationToken token)
    {
        var condition = current is null ? PutCondition.Absent : PutCondition.Matches(current.ETag);
        try
        {
            return ((await store.PutAsync(key, sealedChange.Bytes, condition, token)).ETag, null);
        }
        catch (StoreUnavailableException e)
        {
            return (null, e);
        }
    }

    private Fenced<T> Read(StoredObject found) => new(codec.Decode(found.Content, key), found.ETag);

    private sealed record Sealed(T Value, ReadOnlyMemory<byte> Bytes);
}
