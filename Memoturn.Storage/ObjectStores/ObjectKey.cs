namespace Memoturn.Storage.ObjectStores;

/// <summary>
/// Key of an object: 1 to 1024 bytes, segments of printable ASCII separated by <c>/</c>, none of them empty, <c>.</c>
/// or <c>..</c>.
/// </summary>
public readonly record struct ObjectKey(string Value) : IComparable<ObjectKey>
{
    public const int MaxLength = 1024;

    /// <summary>Keys read from stored bytes are checked with this; the engine builds only valid ones.</summary>
    public bool IsValid => Value is { Length: > 0 and <= MaxLength } && HasValidSegments(Value);

    public int CompareTo(ObjectKey other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;

    private static bool HasValidSegments(ReadOnlySpan<char> key)
    {
        foreach (var segment in key.Split('/'))
        {
            if (key[segment] is "" or "." or ".." || key[segment].ContainsAnyExceptInRange(' ', '~'))
            {
                return false;
            }
        }

        return true;
    }
}
