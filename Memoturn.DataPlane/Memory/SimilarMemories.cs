using System.Runtime.InteropServices;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// The newest active memories of a profile, read once and then kept up to date by one ingest that reports similar ones.
/// </summary>
internal sealed class SimilarMemories
{
    /// <summary>
    /// Memories compared with, the newest ones, beside those of the ingest itself; bounds what a report adds to a
    /// commit round.
    /// </summary>
    public const int MostRead = 2_000;

    private const string SelectActive = """
        SELECT m.rowid, m.id, m.summary, v.embedding
        FROM __memoturn_memories AS m LEFT JOIN __memoturn_memory_vectors AS v ON v.rowid = m.rowid
        WHERE m.superseded_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > ?)
        """;
    private const string SelectNewest = SelectActive + " ORDER BY m.created_at DESC, m.rowid DESC LIMIT ?";
    private const string SelectRow = SelectActive + " AND m.rowid = ?";

    private readonly Connection _connection;
    private readonly long _nowUnixMs;
    private readonly double _threshold;
    private readonly Dictionary<long, Candidate> _active = [];

    /// <param name="threshold">Least score that is reported, 0 to 1.</param>
    public SimilarMemories(Connection connection, long nowUnixMs, double threshold)
    {
        _connection = connection;
        _nowUnixMs = nowUnixMs;
        _threshold = threshold;
        using var select = connection.Prepare(SelectNewest);
        ReadAll(select.Bind(1, nowUnixMs).Bind(2, MostRead));
    }

    /// <summary>A memory became active.</summary>
    public void Add(long rowId)
    {
        using var select = _connection.Prepare(SelectRow);
        ReadAll(select.Bind(1, _nowUnixMs).Bind(2, rowId));
    }

    /// <summary>A memory got a successor or went.</summary>
    public void Remove(long rowId) => _active.Remove(rowId);

    /// <summary>At most five active memories like the one of that row, itself left out, best first.</summary>
    public IReadOnlyList<SimilarMemory> Find(long rowId)
    {
        if (!_active.TryGetValue(rowId, out var self))
        {
            return [];
        }

        return
        [
            .. _active.Where(other => other.Key != rowId)
                .Select(other => new SimilarMemory(other.Value.Id, Score(self, other.Value)))
                .Where(similar => similar.Score >= _threshold)
                .OrderByDescending(similar => similar.Score)
                .ThenBy(similar => similar.Id, StringComparer.Ordinal)
                .Take(WireLimits.SimilarMemories),
        ];
    }

    private double Score(Candidate a, Candidate b) =>
        a.Embedding is { } mine && b.Embedding is { } other
            ? Similarity.Cosine(mine, other)
            : Similarity.Jaccard(TermsOf(a), TermsOf(b));

    // Cut when first needed: embeddings are compared without them.
    private uint[] TermsOf(Candidate candidate) => candidate.Terms ??= TextTerms.Of(_connection, candidate.Summary);

    private void ReadAll(Statement select)
    {
        while (select.Step())
        {
            float[]? embedding = select.IsNull(3) ? null : MemoryMarshal.Cast<byte, float>(select.GetBlob(3)).ToArray();
            _active[select.GetInt64(0)] = new(select.GetText(1), select.GetText(2), embedding);
        }
    }

    private sealed record Candidate(string Id, string Summary, float[]? Embedding)
    {
        public uint[]? Terms { get; set; }
    }
}
