namespace Memoturn.Storage.Recall;

/// <summary>Which rows a recall may return; applied inside every channel. Times are Unix milliseconds.</summary>
public sealed record RecallFilter
{
    /// <summary>Rows that expire at or before it are hidden.</summary>
    public required long NowUnixMs { get; init; }

    /// <summary>Null for all; empty matches nothing.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    public string? SessionId { get; init; }

    public string? Source { get; init; }

    public string? TopicPrefix { get; init; }

    /// <summary>Exclusive.</summary>
    public long? CreatedAfterUnixMs { get; init; }

    /// <summary>Exclusive.</summary>
    public long? CreatedBeforeUnixMs { get; init; }

    public bool IncludesSuperseded { get; init; }

    /// <summary>The row ids that pass what only the rows can tell; null when nothing of the kind was asked.</summary>
    public IReadOnlySet<long>? RowIds { get; init; }

    /// <summary>Whether a row's own values matter at all.</summary>
    internal bool IsConditional =>
        Types is not null || SessionId is not null || Source is not null || TopicPrefix is not null
        || CreatedAfterUnixMs is not null || CreatedBeforeUnixMs is not null || RowIds is not null;

    internal bool Passes(in SlotRow row) =>
        (Types is null || Types.Contains(row.Type))
        && (SessionId is null || SessionId == row.SessionId)
        && (Source is null || Source == row.Source)
        && (TopicPrefix is null || row.TopicKey?.StartsWith(TopicPrefix, StringComparison.Ordinal) == true)
        && !(row.CreatedAtUnixMs <= CreatedAfterUnixMs)
        && !(row.CreatedAtUnixMs >= CreatedBeforeUnixMs)
        && (RowIds is null || RowIds.Contains(row.RowId));
}
