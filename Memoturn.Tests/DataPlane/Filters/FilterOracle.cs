using System.Text.Json;

namespace Memoturn.Tests.DataPlane.Filters;

/// <summary>
/// The filter language over a document in memory, written straight from its description; null is unknown.
/// </summary>
internal static class FilterOracle
{
    public static bool? Matches(JsonElement filter, JsonElement document, string id) =>
        All(filter.EnumerateObject().Select(member => Member(member, document, id)));

    private static bool? Member(JsonProperty member, JsonElement document, string id) => member.Name switch
    {
        "$and" => All(member.Value.EnumerateArray().Select(part => Matches(part, document, id))),
        "$or" => !All(member.Value.EnumerateArray().Select(part => !Matches(part, document, id))),
        "$not" => !Matches(member.Value, document, id),
        _ => Field(member.Value, Find(document, member.Name, id)),
    };

    private static bool? Field(JsonElement operand, JsonElement? field) =>
        operand.ValueKind == JsonValueKind.Object
            ? All(operand.EnumerateObject().Select(member => Operator(member.Name, member.Value, field)))
            : Compare(field, operand) is { } order ? order == 0 : null;

    private static bool? Operator(string name, JsonElement operand, JsonElement? field) => name switch
    {
        "$exists" => field is not null == operand.GetBoolean(),
        "$ne" => IsNull(field) || IsNull(operand) ? IsNull(field) != IsNull(operand) : Compare(field, operand) != 0,
        "$in" => OneOf(operand, field),
        "$nin" => !OneOf(operand, field),
        _ => Compare(field, operand) is { } order ? Holds(name, order) : null,
    };

    private static bool Holds(string name, int order) => name switch
    {
        "$eq" => order == 0,
        "$gt" => order > 0,
        "$gte" => order >= 0,
        "$lt" => order < 0,
        _ => order <= 0,
    };

    private static bool? OneOf(JsonElement list, JsonElement? field) =>
        !All(list.EnumerateArray().Select(item => Compare(field, item) is { } order ? order != 0 : (bool?)null));

    private static bool? All(IEnumerable<bool?> parts)
    {
        var values = parts.ToList();
        return values.Contains(false) ? false : values.Contains(null) ? null : true;
    }

    private static int? Compare(JsonElement? field, JsonElement operand)
    {
        if (IsNull(field) || IsNull(operand))
        {
            return null;
        }

        return (Scalar(field.GetValueOrDefault()), Scalar(operand)) switch
        {
            (string a, string b) => string.CompareOrdinal(a, b),
            (string, _) => 1,
            (_, string) => -1,
            (double a, double b) => a.CompareTo(b),
            _ => throw new InvalidOperationException("a scalar is text or a number"),
        };
    }

    private static object Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1d,
        JsonValueKind.False => 0d,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString() ?? "",
        _ => value.GetRawText(),
    };

    private static bool IsNull(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Null };

    private static JsonElement? Find(JsonElement document, string path, string id)
    {
        if (path == "_id")
        {
            return JsonSerializer.SerializeToElement(id);
        }

        JsonElement? found = document;
        foreach (var name in path.Split('.'))
        {
            found = found is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child)
                ? child
                : null;
        }

        return found;
    }
}
