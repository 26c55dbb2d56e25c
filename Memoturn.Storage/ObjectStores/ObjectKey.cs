namespace Memoturn.Storage.ObjectStores;

/// <summary>Key of an object: 1 to 1024 bytes, segments of printable ASCII separated by <c>/</c>, none of them <c>.</c> or <c>..</c>.</summary>
public readonly record struct ObjectKey(string Value) : IComparable<ObjectKey>
{
    public int CompareTo(ObjectKey other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
