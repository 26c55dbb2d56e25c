namespace Memoturn.Storage.Recall;

/// <summary>What the resident index keeps of one row of <c>__memoturn_memories</c>.</summary>
/// <remarks>
/// Times are Unix milliseconds. Summary, keywords and content text are exactly the columns of the full-text table.
/// </remarks>
public sealed record RecallRow
{
    public required long RowId { get; init; }

    /// <summary><c>mem_</c> and 32 lowercase hex digits.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    public string? TopicKey { get; init; }

    public required string Summary { get; init; }

    public string Keywords { get; init; } = "";

    /// <summary>The string leaves of the content, not its JSON.</summary>
    public string ContentText { get; init; } = "";

    public string? SessionId { get; init; }

    public string? Source { get; init; }

    public required long CreatedAtUnixMs { get; init; }

    public long? ExpiresAtUnixMs { get; init; }

    /// <summary>The float32 original; null where the row has no vector.</summary>
    public float[]? Embedding { get; init; }
}
