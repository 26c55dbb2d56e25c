using System.Globalization;

namespace Memoturn.Storage.Recall;

/// <summary>A row a channel found.</summary>
/// <param name="Key">
/// What the channel orders by, least first: bm25 as FTS5 reports it, cosine distance, or minus the time of creation.
/// </param>
/// <param name="Id">The memory's id as a number; ordered like the text.</param>
public readonly record struct RecallCandidate(double Key, long CreatedAtUnixMs, UInt128 Id, long RowId)
    : IComparable<RecallCandidate>
{
    private const string IdPrefix = "mem_";
    private const int IdLength = 36;

    /// <summary>The order inside a channel: key, then the newest, then the id.</summary>
    public int CompareTo(RecallCandidate other)
    {
        var order = Key.CompareTo(other.Key);
        order = order != 0 ? order : other.CreatedAtUnixMs.CompareTo(CreatedAtUnixMs);
        return order != 0 ? order : Id.CompareTo(other.Id);
    }

    /// <exception cref="InvariantException">A stored id has another shape.</exception>
    public static UInt128 ParseId(string id) =>
        id.Length == IdLength && id.StartsWith(IdPrefix, StringComparison.Ordinal)
        && UInt128.TryParse(id.AsSpan(IdPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out var number)
            ? number
            : throw new InvariantException($"memory id: mem_ and 32 hex digits expected, found {id.Length} characters");
}
