using Memoturn.Storage.Databases;

namespace Memoturn.DataPlane.Changes;

/// <summary>
/// Appends to the feed of changes that a write makes (docs/formats/schema.md, <c>__memoturn_changes</c>).
/// </summary>
internal static class ChangeLog
{
    /// <summary>Bits of a sequence that count the changes of one txid; the txid stands above them.</summary>
    public const int OrdinalBits = 24;

    private const string SelectNewest = "SELECT max(sequence) FROM __memoturn_changes";
    private const string Insert =
        "INSERT INTO __memoturn_changes(sequence, at, kind, op, scope, item, detail) VALUES (?, ?, ?, ?, ?, ?, ?)";

    /// <summary>Appends one change; returns its sequence, which is above every sequence before it.</summary>
    public static long Append(WriteContext context, Change change)
    {
        var sequence = NextSequence(context);
        using var insert = context.Connection.Prepare(Insert);
        insert.Bind(1, sequence).Bind(2, context.NowUnixMs).Bind(3, change.Kind).Bind(4, change.Op).Bind(
            5, change.Scope);
        change.Item.Bind(insert, 6);
        insert.Bind(7, change.Detail).Run();
        return sequence;
    }

    /// <summary>The commit a sequence belongs to.</summary>
    public static TxId TxIdOf(long sequence) => new((ulong)sequence >> OrdinalBits);

    private static long NextSequence(WriteContext context)
    {
        var first = (long)(context.TxId.Value << OrdinalBits);
        using var newest = context.Connection.Prepare(SelectNewest);
        return newest.Step() && newest.FindInt64(0) is { } last ? Math.Max(first, last + 1) : first;
    }
}
