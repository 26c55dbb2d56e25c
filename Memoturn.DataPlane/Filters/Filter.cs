using System.Collections.Immutable;

namespace Memoturn.DataPlane.Filters;

/// <summary>
/// A condition on one JSON object (http-api 12.1). Truth has three values: what is unknown does not match.
/// </summary>
internal abstract record Filter
{
    private Filter()
    {
    }

    /// <summary>True when every part is; true of no parts.</summary>
    public sealed record And(ImmutableArray<Filter> Parts) : Filter;

    /// <summary>True when some part is; false of no parts.</summary>
    public sealed record Or(ImmutableArray<Filter> Parts) : Filter;

    /// <summary>Unknown stays unknown.</summary>
    public sealed record Not(Filter Inner) : Filter;

    /// <summary>
    /// Unknown when the field is missing or either side is null, except that "not equal" is never unknown.
    /// </summary>
    public sealed record Compare(FieldPath Path, Comparison Comparison, SqlValue Value) : Filter;

    /// <summary>Known whatever the field is when there are no values; else unknown for a missing field.</summary>
    public sealed record OneOf(FieldPath Path, ImmutableArray<SqlValue> Values, bool IsNegated) : Filter;

    /// <summary>A null value is present.</summary>
    public sealed record Exists(FieldPath Path, bool IsExpected) : Filter;
}
