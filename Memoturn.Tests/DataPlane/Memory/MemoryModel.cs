using Memoturn.DataPlane.Memory;
using Memoturn.Protocol.Memory;

namespace Memoturn.Tests.DataPlane.Memory;

/// <summary>
/// What a profile must answer, kept in a dictionary and written straight from the description of ingest.
/// </summary>
internal sealed class MemoryModel
{
    private readonly Dictionary<string, Row> _rows = [];

    public IEnumerable<string> Ids => _rows.Keys;

    public IReadOnlyList<string> ListActive(long now) =>
    [
        .. _rows.Where(row => row.Value.SupersededBy is null && !row.Value.IsExpired(now))
            .OrderByDescending(row => row.Value.CreatedAt).ThenBy(row => row.Key, StringComparer.Ordinal).Select(
                row => row.Key),
    ];

    public IngestResult Ingest(NewMemory memory, long now)
    {
        var status = !_rows.TryGetValue(memory.Id, out var row) || row.IsExpired(now) ? IngestStatuses.Created
            : row.SupersededBy is null ? IngestStatuses.Duplicate
            : IngestStatuses.Revived;
        if (status == IngestStatuses.Created)
        {
            _rows[memory.Id] = new(
                memory.Type, memory.TopicKey, memory.SessionId, now, Supersession.ExpiresAt(memory.TtlSeconds, now));
        }

        if (status == IngestStatuses.Duplicate)
        {
            return new(memory.Id, status, []);
        }

        _rows[memory.Id] = _rows[memory.Id] with { SupersededBy = null };
        var taken = _rows
            .Where(other => memory.TopicKey is not null && other.Key != memory.Id && other.Value.SupersededBy is null
                && !other.Value.IsExpired(now) && (other.Value.Type, other.Value.TopicKey) == (memory.Type,
                    memory.TopicKey))
            .Select(other => other.Key)
            .ToList();
        taken.ForEach(id => _rows[id] = _rows[id] with { SupersededBy = memory.Id });
        return new(memory.Id, status, taken);
    }

    public bool Forget(string id) => _rows.Remove(id);

    public void EndSession(string session) =>
        RemoveWhere(row => row.Type == MemoryTypes.Task && row.SessionId == session);

    public void Sweep(long now) => RemoveWhere(row => row.IsExpired(now));

    private void RemoveWhere(Func<Row, bool> condition)
    {
        foreach (var id in _rows.Where(row => condition(row.Value)).Select(row => row.Key).ToList())
        {
            _rows.Remove(id);
        }
    }

    private sealed record Row(string Type, string? TopicKey, string? SessionId, long CreatedAt, long? ExpiresAt)
    {
        public string? SupersededBy { get; init; }

        public bool IsExpired(long now) => ExpiresAt <= now;
    }
}
