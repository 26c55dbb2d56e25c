using System.Collections.Immutable;
using System.Text.Json;
using Memoturn.Protocol;

namespace Memoturn.DataPlane.Filters;

/// <summary>Reads the filter language of http-api 12.1.</summary>
internal sealed class FilterParser
{
    /// <summary>Values of all comparisons and lists of one filter.</summary>
    public const int MaxValues = 10_000;

    /// <summary>Members of all objects of one filter: what a row costs grows with them.</summary>
    public const int MaxClauses = 20_000;

    private const string And = "$and";
    private const string Or = "$or";
    private const string Not = "$not";
    private const string In = "$in";
    private const string NotIn = "$nin";
    private const string Exists = "$exists";

    private int _valueCount;
    private int _clauseCount;

    private FilterParser()
    {
    }

    /// <exception cref="RequestException">400 <c>invalid filter: …</c>.</exception>
    public static Filter Parse(JsonElement json)
    {
        try
        {
            return new FilterParser().ParseFilter(json, depth: 0);
        }
        catch (InvalidOperationException exception)
        {
            throw new RequestException(ErrorCode.InvalidRequest, "invalid filter: unpaired surrogate", exception);
        }
    }

    private static RequestException Invalid(string reason) => RequestException.Invalid($"invalid filter: {reason}");

    private Filter ParseFilter(JsonElement json, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Invalid("expected object");
        }

        var parts = ImmutableArray.CreateBuilder<Filter>();
        foreach (var (name, value) in Members(json))
        {
            RequireRoomForClause();
            parts.Add(ParseMember(name, value, depth));
        }

        return parts.Count == 1 ? parts[0] : new Filter.And(parts.ToImmutable());
    }

    private Filter ParseMember(string name, JsonElement value, int depth) => name switch
    {
        And => new Filter.And(ParseList(And, value, depth + 1)),
        Or => new Filter.Or(ParseList(Or, value, depth + 1)),
        Not => new Filter.Not(ParseFilter(value, Deeper(depth + 1))),
        _ when name.StartsWith('$') => throw Invalid("unknown operator"),
        _ => ParseField(ParsePath(name), value),
    };

    private void RequireRoomForClause()
    {
        if (++_clauseCount > MaxClauses)
        {
            throw Invalid($"more than {MaxClauses} clauses");
        }
    }

    private ImmutableArray<Filter> ParseList(string name, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Invalid($"{name}: expected array");
        }

        Deeper(depth);
        return [.. value.EnumerateArray().Select(part => ParseFilter(part, depth))];
    }

    private static int Deeper(int depth) =>
        depth <= WireLimits.FilterDepth ? depth : throw Invalid($"nested deeper than {WireLimits.FilterDepth}");

    private static FieldPath ParsePath(string name) =>
        FieldPath.TryParse(name, out var path)
            ? path
            : throw Invalid($"a path is 1..{WireLimits.FilterPathLength} characters of A-Z a-z 0-9 _ . -");

    private Filter ParseField(FieldPath path, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new Filter.Compare(path, Comparison.Equal, ParseValue(path, value));
        }

        var parts = ImmutableArray.CreateBuilder<Filter>();
        foreach (var (name, operand) in Members(value))
        {
            RequireRoomForClause();
            parts.Add(ParseOperator(path, name, operand));
        }

        return parts.Count switch
        {
            0 => throw Invalid($"{path}: expected a scalar or operators"),
            1 => parts[0],
            _ => new Filter.And(parts.ToImmutable()),
        };
    }

    private Filter ParseOperator(FieldPath path, string name, JsonElement operand) => name switch
    {
        "$eq" => new Filter.Compare(path, Comparison.Equal, ParseValue(path, operand)),
        "$ne" => new Filter.Compare(path, Comparison.NotEqual, ParseValue(path, operand)),
        "$gt" => new Filter.Compare(path, Comparison.Greater, ParseValue(path, operand)),
        "$gte" => new Filter.Compare(path, Comparison.GreaterOrEqual, ParseValue(path, operand)),
        "$lt" => new Filter.Compare(path, Comparison.Less, ParseValue(path, operand)),
        "$lte" => new Filter.Compare(path, Comparison.LessOrEqual, ParseValue(path, operand)),
        In => new Filter.OneOf(path, ParseValues(path, In, operand), IsNegated: false),
        NotIn => new Filter.OneOf(path, ParseValues(path, NotIn, operand), IsNegated: true),
        Exists => operand.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new Filter.Exists(path, operand.GetBoolean())
            : throw Invalid($"{path}: {Exists}: expected boolean"),
        _ => throw Invalid("unknown operator"),
    };

    private ImmutableArray<SqlValue> ParseValues(FieldPath path, string name, JsonElement operand)
    {
        if (operand.ValueKind != JsonValueKind.Array)
        {
            throw Invalid($"{path}: {name}: expected array");
        }

        if (operand.GetArrayLength() > WireLimits.FilterListItems)
        {
            throw Invalid($"{path}: {name}: more than {WireLimits.FilterListItems} items");
        }

        return [.. operand.EnumerateArray().Select(item => ParseValue(path, item))];
    }

    private SqlValue ParseValue(FieldPath path, JsonElement operand)
    {
        if (++_valueCount > MaxValues)
        {
            throw Invalid($"more than {MaxValues} values");
        }

        return operand.ValueKind switch
        {
            JsonValueKind.Null => SqlValue.Null,
            JsonValueKind.True => SqlValue.Of(1),
            JsonValueKind.False => SqlValue.Of(0),
            JsonValueKind.String => SqlValue.Of(operand.GetString() ?? ""),
            JsonValueKind.Number when operand.TryGetInt64(out var integer) => SqlValue.Of(integer),
            JsonValueKind.Number when double.IsFinite(operand.GetDouble()) => SqlValue.Of(operand.GetDouble()),
            JsonValueKind.Number => throw Invalid($"{path}: number beyond the range of a double"),
            _ => throw Invalid($"{path}: expected a scalar"),
        };
    }

    /// <summary>The members in order, the last of a repeated name counting.</summary>
    private static OrderedDictionary<string, JsonElement> Members(JsonElement json)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }
}
