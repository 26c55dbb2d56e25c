using Memoturn.Storage.Databases;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>
/// The resident index of one version of a profile: immutable, published in the same step as the page-table version
/// it was derived from (protocol E29). Versions of one history share their storage.
/// </summary>
public sealed class RecallIndex
{
    private readonly RecallWriter _writer;
    private readonly RecallVersion _version;

    internal RecallIndex(RecallWriter writer, RecallVersion version)
    {
        _writer = writer;
        _version = version;
    }

    /// <summary>The version this index answers for.</summary>
    public TxId TxId => new(_version.TxId);

    /// <summary>Rows, superseded and expired ones included.</summary>
    public int RowCount => _version.RowCount;

    /// <summary>Memory held by this index, most of it shared with other versions.</summary>
    public long ResidentBytes => _version.ResidentBytes;

    /// <summary>Reads the rows of the state open on <paramref name="connection"/>.</summary>
    public static RecallIndex Build(Connection connection, TxId txid)
    {
        var writer = new RecallWriter();
        RecallRows.ReadInto(writer, connection, txid.Value);
        return writer.Publish(txid.Value);
    }

    /// <summary>
    /// The index after <paramref name="changes"/>. Only the branch's writer calls this, after the commit.
    /// </summary>
    /// <exception cref="InvariantException">The changes speak of a row that is not here.</exception>
    public RecallIndex Apply(RecallChanges changes, TxId txid)
    {
        var writer = _writer.TryTake(this) && !_writer.IsMostlyDead ? _writer : RecallWriter.CopyOf(_version);
        foreach (var change in changes.Changes)
        {
            writer.Apply(change, txid.Value);
        }

        return writer.Publish(txid.Value);
    }

    /// <summary>The rows of one topic, the newest first.</summary>
    public RecallCandidate[] FindByTopic(string topicKey, RecallFilter filter, int limit)
    {
        var top = new TopCandidates(limit);
        for (var slot = 0; slot < _version.SlotCount; slot++)
        {
            ref readonly var row = ref _version.ChunkOf(slot).Rows[RecallVersion.IndexIn(slot)];
            if (row.TopicKey == topicKey)
            {
                _version.Offer(top, slot, -(double)row.CreatedAtUnixMs, filter);
            }
        }

        return top.TakeOrdered();
    }

    /// <summary>
    /// The rows that hold any word of the question, by bm25 as FTS5 reports it; null when only FTS5 can answer.
    /// </summary>
    public RecallCandidate[]? FindByKeyword(
        KeywordQuery query, RecallFilter filter, int limit, Connection connection) =>
        query.FindTerms(connection) is { } terms
            ? new KeywordSearch(_version, query.Weights, filter).Find(terms, limit)
            : null;

    /// <summary>
    /// The rows nearest to a vector, by cosine distance; empty when it has another dimension than the rows'.
    /// <paramref name="connection"/> is open on the state of this index.
    /// </summary>
    public RecallCandidate[] FindByVector(
        ReadOnlySpan<float> vector, RecallFilter filter, int limit, Connection connection) =>
        new VectorSearch(_version, filter).Find(vector, limit, connection);
}
