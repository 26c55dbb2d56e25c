namespace Memoturn.Protocol.Memory;

/// <summary>A page of sessions, most recently active first.</summary>
/// <param name="Sessions">Only sessions seen by ingest or import.</param>
/// <param name="NextCursor">Null at the end.</param>
/// <param name="Txid">State it was answered from.</param>
public sealed record SessionListResponse(IReadOnlyList<SessionRow> Sessions, string? NextCursor, ulong Txid);

/// <summary>One conversation. Times are unix milliseconds.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">First seen.</param>
/// <param name="LastActiveAt">Last written to.</param>
public sealed record SessionRow(string Id, long CreatedAt, long LastActiveAt);
