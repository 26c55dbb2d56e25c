using Memoturn.Storage.ObjectStores;
using Memoturn.Storage.Segments;

namespace Memoturn.Storage.Databases;

/// <summary>
/// Puts sealed segments at their seq, and finds out what is there when an answer is ambiguous (protocol A4, A7).
/// </summary>
internal sealed class TailStore(IObjectStore store)
{
    /// <summary>Times one call sends the same bytes before it gives up; the caller may try again later.</summary>
    public const int PutAttempts = 3;

    /// <summary>Puts the segment unless its seq is taken.</summary>
    /// <returns>Null when it landed, now or by an earlier attempt; otherwise the object that stands there.</returns>
    /// <exception cref="StoreUnavailableException">It is not known whether it landed.</exception>
    public async Task<StoredSegment?> PutAsync(SealedSegment segment, CancellationToken token)
    {
        for (var attempt = 1; ; attempt++)
        {
            StoreUnavailableException? ambiguous = null;
            try
            {
                var answer = await store.PutAsync(segment.Key, segment.Bytes, PutCondition.Absent, token);
                if (answer.Landed)
                {
                    return null;
                }
            }
            catch (StoreUnavailableException exception)
            {
                ambiguous = exception;
            }

            // A refused condition is as ambiguous as no answer: a copy of this very request may have landed before.
            if (await store.FindAsync(segment.Key, token) is { } found)
            {
                return found.Content.Span.SequenceEqual(segment.Bytes.Span) ? null : Foreign(segment, found);
            }

            if (attempt == PutAttempts)
            {
                throw ambiguous
                    ?? new StoreUnavailableException($"put of {segment.Key} was refused {attempt} times with nothing "
                        + "there");
            }
        }
    }

    private static StoredSegment? Foreign(SealedSegment ours, StoredObject found)
    {
        var segment = SegmentCodec.Decode(found.Content, ours.Key);
        return segment.Nonce == ours.Content.Nonce
            ? null
            : new(ours.Key, segment, SegmentCodec.Hash(found.Content.Span), found.LengthBytes);
    }
}
