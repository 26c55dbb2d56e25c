using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Memoturn.Storage.Recall;

/// <summary>
/// Extends the storage that the versions of one history share: appends slots and sets marks. Whoever applies changes
/// to the newest version holds it; any other version goes on in a copy.
/// </summary>
internal sealed class RecallWriter
{
    private const int FewestDeadToCopy = 64;

    private readonly Dictionary<long, int> _slotOf = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private ImmutableArray<RecallChunk> _chunks = [];
    private VectorSet _vectors = VectorSet.Empty;
    private int _slotCount;
    private long _termCount;
    private RecallIndex? _newest;

    /// <summary>More slots are dead than alive: a copy pays.</summary>
    public bool IsMostlyDead => _slotCount - _slotOf.Count > Math.Max(FewestDeadToCopy, _slotOf.Count);

    /// <summary>A writer over a copy of what <paramref name="version"/> shows.</summary>
    public static RecallWriter CopyOf(RecallVersion version)
    {
        var copy = new RecallWriter { _vectors = VectorSet.Empty with { HasOriginals = version.Vectors.HasOriginals } };
        for (var slot = 0; slot < version.SlotCount; slot++)
        {
            var chunk = version.ChunkOf(slot);
            var lifetime = chunk.Lifetimes[RecallVersion.IndexIn(slot)];
            if (lifetime.IsAlive(version.TxId))
            {
                var superseded = lifetime.IsSuperseded(version.TxId) ? lifetime.Superseded : SlotLifetime.Never;
                copy.AppendCopy(version, slot, lifetime with { Superseded = superseded, Died = SlotLifetime.Never });
            }
        }

        return copy;
    }

    /// <summary>
    /// Takes the right to write on from <paramref name="from"/>; false when it is not the newest version.
    /// </summary>
    public bool TryTake(RecallIndex from) => Interlocked.CompareExchange(ref _newest, null, from) == from;

    /// <summary>Makes the version all changes so far lead to, and hands the right to write on to it.</summary>
    public RecallIndex Publish(ulong txid)
    {
        var index = new RecallIndex(this, new(txid, _chunks, _slotCount, _slotOf.Count, _termCount, _vectors));
        Volatile.Write(ref _newest, index);
        return index;
    }

    public void Apply(in RecallChange change, ulong txid)
    {
        switch (change)
        {
            case { Kind: RecallChangeKind.Add, Row: { } row }:
                Add(row, Lifetime(txid, row.Row.ExpiresAtUnixMs));
                break;
            case { Kind: RecallChangeKind.Remove }:
                Remove(change.RowId, txid);
                break;
            case { Kind: RecallChangeKind.Supersede }:
                Supersede(change.RowId, txid);
                break;
            case { Kind: RecallChangeKind.Revive }:
                Revive(change.RowId, txid);
                break;
        }
    }

    public static SlotLifetime Lifetime(ulong born, long? expiresAtUnixMs) => new()
    {
        Born = born,
        Superseded = SlotLifetime.Never,
        Died = SlotLifetime.Never,
        ExpiresAtUnixMs = expiresAtUnixMs ?? SlotLifetime.NoExpiry,
    };

    public void Add(IndexedRow indexed, SlotLifetime lifetime)
    {
        var row = indexed.Row;
        var vector = Fitting(row.Embedding);
        var slot = new SlotRow
        {
            RowId = row.RowId,
            Id = RecallCandidate.ParseId(row.Id),
            CreatedAtUnixMs = row.CreatedAtUnixMs,
            Type = Shared(row.Type),
            TopicKey = row.TopicKey,
            SessionId = Shared(row.SessionId),
            Source = Shared(row.Source),
            SummaryCount = indexed.SummaryCount,
            KeywordsCount = indexed.KeywordsCount,
            Vector = vector.IsEmpty ? SlotRow.NoVector : _vectors.Count,
        };
        if (!vector.IsEmpty)
        {
            _vectors = _vectors.Append(_slotCount, vector);
        }

        Append(lifetime, slot, indexed.Terms);
    }

    private void Remove(long rowId, ulong txid)
    {
        var slot = GetSlot(rowId);
        var chunk = _chunks[slot >> RecallChunk.CapacityBits];
        chunk.MarkDied(RecallVersion.IndexIn(slot), txid);
        _termCount -= chunk.TermCountOf(RecallVersion.IndexIn(slot));
        _slotOf.Remove(rowId);
    }

    private void Supersede(long rowId, ulong txid)
    {
        var slot = GetSlot(rowId);
        _chunks[slot >> RecallChunk.CapacityBits].MarkSuperseded(RecallVersion.IndexIn(slot), txid);
    }

    // A mark is set once, so a row that comes back gets a new slot.
    private void Revive(long rowId, ulong txid)
    {
        var slot = GetSlot(rowId);
        Remove(rowId, txid);
        var version = new RecallVersion(txid, _chunks, _slotCount, 0, 0, _vectors);
        var expiresAt = version.ChunkOf(slot).Lifetimes[RecallVersion.IndexIn(slot)].ExpiresAtUnixMs;
        AppendCopy(version, slot, Lifetime(txid, expiresAt));
    }

    private void AppendCopy(RecallVersion from, int slot, SlotLifetime lifetime)
    {
        var chunk = from.ChunkOf(slot);
        var index = RecallVersion.IndexIn(slot);
        var row = chunk.Rows[index];
        if (row.Vector != SlotRow.NoVector)
        {
            _vectors = _vectors.AppendCopy(_slotCount, from.Vectors, row.Vector);
            row = row with { Vector = _vectors.Count - 1 };
        }

        Append(lifetime, row, chunk.TermsOf(index));
    }

    private void Append(in SlotLifetime lifetime, in SlotRow row, ReadOnlySpan<uint> terms)
    {
        if (_chunks.IsEmpty || _chunks[^1].IsFull)
        {
            _chunks = _chunks.Add(new());
        }

        _chunks[^1].Append(lifetime, row, terms);
        _slotOf[row.RowId] = _slotCount++;
        _termCount += terms.Length;
    }

    private int GetSlot(long rowId) =>
        _slotOf.TryGetValue(rowId, out var slot)
            ? slot
            : throw new InvariantException($"recall index: row {rowId} is not among its {_slotOf.Count} rows");

    // The first vector fixes the dimension.
    private ReadOnlySpan<float> Fitting(float[]? vector) =>
        _vectors.Dimension == 0 || vector?.Length == _vectors.Dimension ? vector : default;

    [return: NotNullIfNotNull(nameof(text))]
    private string? Shared(string? text)
    {
        if (text is not null && _names.TryGetValue(text, out var known))
        {
            return known;
        }

        _ = text is not null && _names.Add(text);
        return text;
    }
}
