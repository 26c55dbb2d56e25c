using System.Text.Json;
using CsCheck;
using Memoturn.DataPlane.Filters;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Tests.DataPlane.Filters;

public sealed class FilterCompilerTests : IDisposable
{
    private static readonly FilterTarget Target = new("d.body", "d.id");

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Gen.Const("null"), Gen.Const("true"), Gen.Const("false"), Gen.Int[-2, 3].Select(number => $"{number}"),
        Words("0.5", "1.0", "-1.5", "1e3"), Words("\"\"", "\"a\"", "\"b\"", "\"1\"", "\"é\"", "\"d1\""));

    private static readonly Gen<string> Documents = Gen.Recursive<string>(
        (depth, inner) => depth > 2
            ? Scalars
            : Gen.Select(Words("a", "b", "0"), inner, Words("c", "d"), inner, Gen.Int[0, 3])
                .Select((k1, v1, k2, v2, shape) => shape switch
                {
                    0 => $"[{v1},{v2}]",
                    1 => $"{{\"{k1}\":{v1}}}",
                    _ => $"{{\"{k1}\":{v1},\"{k2}\":{v2}}}",
                }));

    private static readonly Gen<string> Paths =
        Words("a", "b", "c", "d", "0", "a.a", "a.c", "b.b", "c.d", "a.a.c", "a.0", "_id", "missing");

    private static readonly Gen<string> Operators = Gen.OneOf(
        Gen.Select(Words("$eq", "$ne", "$gt", "$gte", "$lt", "$lte"), Scalars, (name, value) => $"\"{name}\":{value}"),
        Gen.Select(
            Words("$in", "$nin"), Scalars.Array[0, 3], (name, values) => $"\"{name}\":[{string.Join(',', values)}]"),
        Gen.Bool.Select(expected => $"\"$exists\":{(expected ? "true" : "false")}"));

    private static readonly Gen<string> Fields = Gen.OneOf(
        Gen.Select(Paths, Scalars, (path, value) => $"{{\"{path}\":{value}}}"),
        Gen.Select(Paths, Operators, (path, one) => $"{{\"{path}\":{{{one}}}}}"),
        Gen.Select(Paths, Operators, Operators, (path, one, two) => $"{{\"{path}\":{{{one},{two}}}}}"));

    private static readonly Gen<string> FilterTexts = Gen.Recursive<string>(
        (depth, inner) => depth > 3
            ? Fields
            : Gen.OneOf(
                Fields,
                Gen.Const("{}"),
                inner.Select(filter => $"{{\"$not\":{filter}}}"),
                Gen.Select(Words("$and", "$or"), inner.Array[0, 3], Scalars,
                    (name, parts, value) => $"{{\"{name}\":[{string.Join(',', parts)}],\"b\":{value}}}"),
                Gen.Select(Words("$and", "$or"), inner.Array[0, 3],
                    (name, parts) => $"{{\"{name}\":[{string.Join(',', parts)}]}}")));

    private readonly Connection _connection = Connection.Open(":memory:");

    public FilterCompilerTests() => _connection.Execute("CREATE TABLE docs(id TEXT PRIMARY KEY, body TEXT)");

    public void Dispose() => _connection.Dispose();

    [Fact]
    [Trait("Accept", "DOC-11")]
    public void Generated_filters_match_what_the_oracle_matches__updates_are_not_covered() =>
        Gen.Select(Documents, FilterTexts).Sample(
            (document, filter) =>
            {
                var expected = FilterOracle.Matches(Parse(WithoutRepeats(filter)), Parse(document), "d1") == true;
                Assert.Equal(expected, Matches(filter, document));
            },
            iter: 5_000,
            threads: 1);

    [Theory]
    [Trait("Accept", "DOC-07")]
    [InlineData("""{"a":{"$ne":1}}""", "{}", true)]
    [InlineData("""{"a":{"$ne":1}}""", """{"a":1}""", false)]
    [InlineData("""{"a":{"$ne":null}}""", "{}", false)]
    [InlineData("""{"a":{"$ne":null}}""", """{"a":null}""", false)]
    [InlineData("""{"a":{"$ne":null}}""", """{"a":0}""", true)]
    [InlineData("""{"a":{"$nin":[1]}}""", "{}", false)]
    [InlineData("""{"a":{"$gt":1}}""", "{}", false)]
    [InlineData("""{"a":{"$exists":true}}""", """{"a":null}""", true)]
    [InlineData("""{"a":{"$exists":false}}""", "{}", true)]
    [InlineData("""{"a":null}""", """{"a":null}""", false)]
    public void Missing_and_null_fields_match_what_they_should(string filter, string document, bool expected) =>
        Assert.Equal(expected, Matches(filter, document));

    [Theory]
    [Trait("Accept", "DOC-08")]
    [InlineData("""{"$and":[]}""", true)]
    [InlineData("""{"$or":[]}""", false)]
    [InlineData("""{"a":{"$in":[]}}""", false)]
    [InlineData("""{"a":{"$nin":[]}}""", true)]
    [InlineData("""{"missing":{"$nin":[]}}""", true)]
    [InlineData("""{"a":{"$nin":[],"$gt":5}}""", false)]
    [InlineData("""{"a":{"$nin":[],"$lt":5}}""", true)]
    [InlineData("""{"a":{"$in":[],"$lt":5}}""", false)]
    public void Empty_lists_are_constant_and_their_siblings_still_apply(string filter, bool expected) =>
        Assert.Equal(expected, Matches(filter, """{"a":1}"""));

    [Theory]
    [InlineData("""{"a":{"$gt":1000000}}""", """{"a":""}""", true)]
    [InlineData("""{"a":true}""", """{"a":1}""", true)]
    [InlineData("""{"a":1}""", """{"a":true}""", true)]
    [InlineData("""{"a":"1"}""", """{"a":1}""", false)]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""", false)]
    [InlineData("""{"a.0":7}""", """{"a":[7]}""", false)]
    [InlineData("""{"a.0":7}""", """{"a":{"0":7}}""", true)]
    [InlineData("""{"_id":"d1"}""", "{}", true)]
    [InlineData("""{"_id":{"$in":[1,"d1"]}}""", "{}", true)]
    [InlineData("""{"_id":{"$lt":5}}""", "{}", false)]
    [InlineData("""{"$not":{"a":1}}""", "{}", false)]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""", true)]
    public void Values_compare_by_storage_class(string filter, string document, bool expected) =>
        Assert.Equal(expected, Matches(filter, document));

    [Fact]
    public void Conjunction_of_thousands_of_clauses_stays_within_the_depth_sqlite_allows()
    {
        var parts = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"{{\"a\":{{\"$ne\":{i + 2}}}}}"));

        Assert.True(Matches($"{{\"$and\":[{parts}]}}", """{"a":1}"""));
    }

    [Fact]
    public void Values_of_a_request_never_reach_the_text_of_the_statement()
    {
        var filter = FilterParser.Parse(Parse("""{"a":{"$in":["'; DROP TABLE docs --"]},"b":"\"x"}"""));

        var text = new SqlText().AppendFilter(filter, Target);

        Assert.DoesNotContain("DROP", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, text.Values.Count);
    }

    private static JsonElement Parse(string json) => JsonElement.Parse(json);

    /// <summary>The oracle reads repeated names one by one; the last of them is the one that counts.</summary>
    private static string WithoutRepeats(string filter)
    {
        using var document = JsonDocument.Parse(filter);
        return System.Text.Json.Nodes.JsonNode.Parse(Deduplicated(document.RootElement))!.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static string Deduplicated(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().GroupBy(member => member.Name)
            .Select(group => $"\"{group.Key}\":{Deduplicated(group.Last().Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Deduplicated))}]",
        _ => value.GetRawText(),
    };

    private bool Matches(string filter, string document)
    {
        _connection.Execute("DELETE FROM docs");
        using (var insert = _connection.Prepare("INSERT INTO docs(id, body) VALUES ('d1', ?)"))
        {
            insert.Bind(1, document).Run();
        }

        var text = new SqlText("SELECT 1 FROM docs AS d WHERE ").AppendFilter(
            FilterParser.Parse(Parse(filter)), Target);
        using var select = text.Prepare(_connection);
        return select.Step();
    }

    private static Gen<string> Words(params string[] words) =>
        Gen.Int[0, words.Length - 1].Select(index => words[index]);
}
