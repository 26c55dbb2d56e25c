namespace Memoturn.Storage.Recall;

/// <summary>What a slot holds of its row, beside its terms. Never changed once written.</summary>
internal readonly record struct SlotRow
{
    public const int NoVector = -1;

    public required long RowId { get; init; }

    public required UInt128 Id { get; init; }

    public required long CreatedAtUnixMs { get; init; }

    public required string Type { get; init; }

    public required string? TopicKey { get; init; }

    public required string? SessionId { get; init; }

    public required string? Source { get; init; }

    /// <summary>Terms of the summary, the first ones.</summary>
    public required int SummaryCount { get; init; }

    /// <summary>Terms of the keywords, the next ones; the rest is content.</summary>
    public required int KeywordsCount { get; init; }

    /// <summary>Index among the vectors, or <see cref="NoVector"/>.</summary>
    public required int Vector { get; init; }
}
