namespace Memoturn.DataPlane.Filters;

/// <summary>Turns a filter into a condition of SQLite over a JSON column, every value a bound parameter.</summary>
/// <remarks>
/// A field is <c>json_extract</c> of its path: missing and null are NULL, booleans 1 and 0, objects and arrays the text
/// of their JSON; SQLite's own order puts text above numbers. Conjunctions are written as balanced trees, because
/// SQLite bounds the depth of an expression.
/// </remarks>
internal static class FilterCompiler
{
    /// <summary>Appends the condition in parentheses.</summary>
    public static SqlText AppendFilter(this SqlText sql, Filter filter, FilterTarget target) => filter switch
    {
        Filter.And and => AppendJoined(sql, and.Parts.AsSpan(), " AND ", "1", target),
        Filter.Or or => AppendJoined(sql, or.Parts.AsSpan(), " OR ", "0", target),
        Filter.Not not => sql.Append("(NOT ").AppendFilter(not.Inner, target).Append(")"),
        Filter.Compare compare => AppendCompare(sql, compare, target),
        Filter.OneOf oneOf => AppendOneOf(sql, oneOf, target),
        Filter.Exists exists => AppendExists(sql, exists, target),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    /// <summary>SQL of the value at a path, as an index over it is written too.</summary>
    public static string Extract(FieldPath path, FilterTarget target) =>
        $"json_extract({target.JsonColumn}, '{path.JsonPath}')";

    private static SqlText AppendJoined(
        SqlText sql, ReadOnlySpan<Filter> parts, string operation, string whenEmpty, FilterTarget target)
    {
        if (parts.Length <= 1)
        {
            return parts.IsEmpty ? sql.Append(whenEmpty) : sql.AppendFilter(parts[0], target);
        }

        var half = parts.Length / 2;
        sql.Append("(");
        AppendJoined(sql, parts[..half], operation, whenEmpty, target).Append(operation);
        return AppendJoined(sql, parts[half..], operation, whenEmpty, target).Append(")");
    }

    private static SqlText AppendCompare(SqlText sql, Filter.Compare compare, FilterTarget target)
    {
        var operation = compare.Comparison switch
        {
            Comparison.Equal => " = ",
            Comparison.NotEqual => " IS NOT ",
            Comparison.Greater => " > ",
            Comparison.GreaterOrEqual => " >= ",
            Comparison.Less => " < ",
            _ => " <= ",
        };
        return sql.Append("(").Append(Field(compare.Path, target, compare.Value.IsText)).Append(operation)
            .Append(compare.Value).Append(")");
    }

    private static SqlText AppendOneOf(SqlText sql, Filter.OneOf oneOf, FilterTarget target)
    {
        if (oneOf.Values.IsEmpty)
        {
            return sql.Append(oneOf.IsNegated ? "1" : "0");
        }

        var isText = oneOf.Values.All(value => value.IsText);
        sql.Append("(").Append(Field(oneOf.Path, target, isText)).Append(oneOf.IsNegated ? " NOT IN (" : " IN (");
        for (var i = 0; i < oneOf.Values.Length; i++)
        {
            sql.Append(i == 0 ? "" : ", ").Append(oneOf.Values[i]);
        }

        return sql.Append("))");
    }

    private static SqlText AppendExists(SqlText sql, Filter.Exists exists, FilterTarget target)
    {
        if (IsId(exists.Path, target))
        {
            return sql.Append(exists.IsExpected ? "1" : "0");
        }

        return sql.Append($"(json_type({target.JsonColumn}, '{exists.Path.JsonPath}') IS ")
            .Append(exists.IsExpected ? "NOT NULL)" : "NULL)");
    }

    /// <summary>
    /// The unary plus takes the id's text affinity away, which would turn a number into the text of it.
    /// </summary>
    private static string Field(FieldPath path, FilterTarget target, bool isComparedWithText) =>
        !IsId(path, target) ? Extract(path, target) : isComparedWithText ? $"{target.IdColumn}" : $"+{target.IdColumn}";

    private static bool IsId(FieldPath path, FilterTarget target) =>
        target.IdColumn is not null && path == FieldPath.Id;
}
