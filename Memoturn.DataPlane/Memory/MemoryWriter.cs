using Memoturn.DataPlane.Changes;
using Memoturn.DataPlane.Filters;
using Memoturn.Protocol.Changes;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Databases;
using Memoturn.Storage.Recall;
using Memoturn.Storage.Schema;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>
/// The writes of the memory slice, as one request of a commit round makes them (http-api 16.3, 16.7 to 16.9).
/// </summary>
internal sealed class MemoryWriter
{
    private readonly WriteContext _context;
    private readonly Connection _connection;

    public MemoryWriter(WriteContext context)
    {
        _context = context;
        _connection = context.Connection;
        ReservedSchema.Upgrade(_connection);
    }

    /// <summary>
    /// Stores memories one after another, each against the state the ones before left; results in that order.
    /// </summary>
    /// <param name="similarThreshold">
    /// Reports active memories at least so similar to each one; null for no report.
    /// </param>
    public IReadOnlyList<IngestResult> Ingest(IReadOnlyList<NewMemory> memories, double? similarThreshold = null)
    {
        var similar = similarThreshold is { } threshold
            ? new SimilarMemories(_connection, _context.NowUnixMs, threshold)
            : null;
        var results = new IngestResult[memories.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Ingest(memories[i], similar);
        }

        return results;
    }

    /// <summary>Removes a memory, expired or not; false when there is none.</summary>
    public bool Forget(string id)
    {
        if (MemoryRows.Find(_connection, id, _context.NowUnixMs) is not { } stored)
        {
            return false;
        }

        Delete(stored.RowId, ChangeNames.Forgotten);
        return true;
    }

    /// <summary>
    /// Removes a session and its task memories; the other memories stay. Returns how many memories went.
    /// </summary>
    /// <param name="endsTranscript">Removes its turns too.</param>
    public int EndSession(string sessionId, bool endsTranscript)
    {
        var tasks = MemoryRows.ListTasks(_connection, sessionId);
        foreach (var rowId in tasks)
        {
            Delete(rowId, ChangeNames.Forgotten);
        }

        SessionRows.Delete(_connection, sessionId);
        if (endsTranscript)
        {
            EndTranscript(sessionId);
        }

        return tasks.Count;
    }

    /// <summary>Removes at most so many rows past their end, the oldest end first; returns how many it found.</summary>
    public int SweepExpired(int mostRows)
    {
        var due = MemoryRows.ListExpired(_connection, _context.NowUnixMs, mostRows);
        foreach (var rowId in due)
        {
            Delete(rowId, ChangeNames.Expired);
        }

        return due.Count;
    }

    private IngestResult Ingest(NewMemory memory, SimilarMemories? similar)
    {
        var found = MemoryRows.Find(_connection, memory.Id, _context.NowUnixMs);
        var status = Supersession.StatusOf(found?.State ?? MemoryState.Absent);
        if (found is { State: MemoryState.Active } active)
        {
            return new(memory.Id, status, []) { Similar = similar?.Find(active.RowId) };
        }

        var row =
            found is { State: MemoryState.Superseded } superseded ? Revive(superseded) : Create(memory, found?.RowId);
        BeginActivation(row, memory, status);
        IReadOnlyList<string> taken = Supersession.TakesTopic(memory.Type, memory.TopicKey)
            ? TakeTopic(memory, row.Validity.From, similar)
            : [];
        similar?.Add(row.RowId);
        return new(memory.Id, status, taken) { Similar = similar?.Find(row.RowId) };
    }

    private StoredMemory Create(NewMemory memory, long? expiredRowId)
    {
        if (expiredRowId is { } expired)
        {
            Delete(expired, ChangeNames.Expired);
        }

        var now = _context.NowUnixMs;
        var rowId = MemoryRows.Insert(_connection, memory, now);
        var isEmbedded = memory.Embedding is { } embedding
            && VectorRows.TryInsert(_connection, rowId, embedding.AsSpan());
        if (memory.SessionId is { } sessionId)
        {
            SessionRows.Touch(_connection, sessionId, now);
        }

        _context.Changes.Add(_connection, ToRecallRow(rowId, memory, isEmbedded));
        return new(rowId, MemoryState.Active, new(memory.ValidFrom, memory.ValidTo));
    }

    private StoredMemory Revive(StoredMemory superseded)
    {
        MemoryRows.Revive(_connection, superseded.RowId);
        _context.Changes.Revive(superseded.RowId);
        return superseded with { State = MemoryState.Active };
    }

    private void BeginActivation(StoredMemory row, NewMemory memory, string status)
    {
        var now = _context.NowUnixMs;
        var sequence = Log(status, memory.Type, memory.Id, memory.TopicKey);
        var shownFrom = Supersession.ShownFrom(status == IngestStatuses.Created, row.Validity.From, now);
        ActivationRows.Begin(_connection, new(row.RowId, sequence, status, now, shownFrom, row.Validity.To));
    }

    private string[] TakeTopic(NewMemory memory, long? validFrom, SimilarMemories? similar)
    {
        var now = _context.NowUnixMs;
        var predecessors = MemoryRows.ListPredecessors(_connection, memory, now);
        foreach (var predecessor in predecessors)
        {
            MemoryRows.Supersede(_connection, predecessor.RowId, memory.Id, now);
            var shownTo = Supersession.ShownTo(predecessor.ValidTo, validFrom, now);
            ActivationRows.End(_connection, predecessor.RowId, memory.Id, now, shownTo);
            Log(ChangeNames.Superseded, memory.Type, predecessor.Id, memory.TopicKey);
            _context.Changes.Supersede(predecessor.RowId);
            similar?.Remove(predecessor.RowId);
        }

        return [.. predecessors.Select(predecessor => predecessor.Id)];
    }

    private void EndTranscript(string sessionId)
    {
        foreach (var (seq, role) in TurnRows.DeleteSession(_connection, sessionId))
        {
            ChangeLog.Append(_context, new(ChangeNames.Turn, ChangeNames.Deleted, sessionId, SqlValue.Of(seq), role));
        }
    }

    private void Delete(long rowId, string change)
    {
        var deleted = MemoryRows.Delete(_connection, rowId);
        Log(
            deleted.ExpiresAt <= _context.NowUnixMs ? ChangeNames.Expired : change, deleted.Type, deleted.Id,
            deleted.TopicKey);
        _context.Changes.Remove(rowId);
    }

    private long Log(string change, string type, string id, string? topicKey) =>
        ChangeLog.Append(_context, new(ChangeNames.Memory, change, type, SqlValue.Of(id), topicKey));

    private RecallRow ToRecallRow(long rowId, NewMemory memory, bool isEmbedded) => new()
    {
        RowId = rowId,
        Id = memory.Id,
        Type = memory.Type,
        TopicKey = memory.TopicKey,
        Summary = memory.Summary,
        Keywords = memory.Keywords,
        ContentText = memory.ContentText,
        SessionId = memory.SessionId,
        Source = memory.Source,
        CreatedAtUnixMs = _context.NowUnixMs,
        ExpiresAtUnixMs = Supersession.ExpiresAt(memory.TtlSeconds, _context.NowUnixMs),
        Embedding = isEmbedded ? memory.Embedding?.ToArray() : null,
    };
}
