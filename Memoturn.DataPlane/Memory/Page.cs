using Memoturn.ControlPlane.Requests;
using Memoturn.Storage.Sqlite;

namespace Memoturn.DataPlane.Memory;

/// <summary>Rows of one page, and where the next begins; null at the end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Rows, PageCursor? Next)
{
    /// <summary>The position as it is written on the wire.</summary>
    public string? NextCursor => Next is { } next ? PageRequest.CursorAfter(next.ToString()) : null;

    /// <summary>Reads a page from a statement that yields one row more than fits when there are more.</summary>
    public static Page<T> Read(Statement select, Func<Statement, T> read, int limit, Func<T, PageCursor> position)
    {
        var rows = new List<T>();
        while (select.Step())
        {
            if (rows.Count == limit)
            {
                return new(rows, position(rows[^1]));
            }

            rows.Add(read(select));
        }

        return new(rows, null);
    }
}
