using System.Collections.Immutable;
using System.Text.Json;
using Memoturn.Protocol;
using Memoturn.Protocol.Memory;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Reads the columns of <see cref="MemorySql.Columns"/> from the row a statement stands on.</summary>
internal static class MemoryColumns
{
    /// <summary>How many there are; what a statement adds comes after.</summary>
    public const int Count = 13;

    private static readonly ImmutableArray<int> Texts = [0, 1, 2, 3, 4, 5, 6, 8, 9, 12];
    private static readonly JsonElement EmptyObject = JsonElement.Parse("{}");
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = WireLimits.JsonDepth };

    /// <summary>A memory as list and recall show it, without score and channels.</summary>
    /// <exception cref="RequestException">The answer gets too long.</exception>
    public static MemoryObject ReadObject(Statement row, AnswerSize size)
    {
        size.AddRow(TextBytes(row));
        return ReadObject(row);
    }

    private static MemoryObject ReadObject(Statement row) => new()
    {
        Id = row.GetText(0),
        Type = row.GetText(1),
        TopicKey = row.FindText(2),
        Summary = row.GetText(3),
        Content = ReadContent(row),
        Keywords = row.GetText(5),
        SessionId = row.FindText(6),
        Source = row.FindText(12),
        CreatedAt = row.GetInt64(7),
        SupersededBy = row.FindText(8),
        Metadata = ReadMetadata(row),
        ValidFrom = row.FindInt64(10),
        ValidTo = row.FindInt64(11),
    };

    /// <summary>The columns of the statement of one memory, <see cref="MemorySql.SelectDetail"/>.</summary>
    public static MemoryDetail ReadDetail(Statement row, IReadOnlyList<string> supersedes) => new()
    {
        Id = row.GetText(0),
        Type = row.GetText(1),
        TopicKey = row.FindText(2),
        Summary = row.GetText(3),
        Content = ReadContent(row),
        Keywords = row.GetText(5),
        SessionId = row.FindText(6),
        Source = row.FindText(12),
        CreatedAt = row.GetInt64(7),
        SupersededBy = row.FindText(8),
        Metadata = ReadMetadata(row),
        ValidFrom = row.FindInt64(10),
        ValidTo = row.FindInt64(11),
        ExpiresAt = row.FindInt64(Count),
        SupersededAt = row.FindInt64(Count + 1),
        Supersedes = supersedes,
    };

    private static long TextBytes(Statement row)
    {
        var bytes = 0L;
        foreach (var column in Texts)
        {
            bytes += row.GetUtf8(column).Length;
        }

        return bytes;
    }

    private static JsonElement ReadContent(Statement row) => JsonElement.Parse(row.GetUtf8(4), Json);

    private static JsonElement ReadMetadata(Statement row) =>
        row.IsNull(9) ? EmptyObject : JsonElement.Parse(row.GetUtf8(9), Json);
}
