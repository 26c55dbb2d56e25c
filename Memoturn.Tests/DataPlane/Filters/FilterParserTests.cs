using System.Text;
using System.Text.Json;
using CsCheck;
using Memoturn.DataPlane.Filters;
using Memoturn.Protocol;

namespace Memoturn.Tests.DataPlane.Filters;

public sealed class FilterParserTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    [Theory]
    [Trait("Accept", "DOC-04")]
    [InlineData(31, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(37, false)]
    [InlineData(60, false)]
    public void Nesting_is_accepted_up_to_32_levels__over_HTTP_is_not_covered(int levels, bool isAccepted)
    {
        var filter = string.Concat(Enumerable.Repeat("""{"$not":""", levels)) + """{"a":1}""" + new string('}', levels);

        Assert.Equal(isAccepted, Record.Exception(() => Parse(filter)) is null);
    }

    [Theory]
    [Trait("Accept", "DOC-05")]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Lists_hold_at_most_1000_items__over_HTTP_is_not_covered(int items, bool isAccepted)
    {
        var filter = $"{{\"a\":{{\"$in\":[{string.Join(',', Enumerable.Range(0, items))}]}}}}";

        Assert.Equal(isAccepted, Record.Exception(() => Parse(filter)) is null);
    }

    [Fact]
    public void Values_of_one_filter_are_bounded_in_sum()
    {
        var list = $"{{\"a\":{{\"$in\":[{string.Join(',', Enumerable.Range(0, 1000))}]}}}}";

        AssertInvalid($"{{\"$or\":[{string.Join(',', Enumerable.Repeat(list, 11))}]}}", "more than 10000 values");
    }

    [Theory]
    [Trait("Accept", "DOC-09")]
    [InlineData("""{"a":{"$regex":"x"}}""", "unknown operator")]
    [InlineData("""{"$nor":[]}""", "unknown operator")]
    [InlineData("""{"a":{"$not":{"$gt":1}}}""", "unknown operator")]
    [InlineData("""{"a":{"$gt":1,"b":2}}""", "unknown operator")]
    [InlineData("""{"a":[1]}""", "a: expected a scalar")]
    [InlineData("""{"a":{"$eq":{"b":1}}}""", "a: expected a scalar")]
    [InlineData("""{"a":{"$in":[[1]]}}""", "a: expected a scalar")]
    [InlineData("""{"a":{}}""", "a: expected a scalar or operators")]
    [InlineData("""{"a":{"$in":1}}""", "a: $in: expected array")]
    [InlineData("""{"a":{"$exists":1}}""", "a: $exists: expected boolean")]
    [InlineData("""{"$and":{}}""", "$and: expected array")]
    [InlineData("""{"$or":[1]}""", "expected object")]
    [InlineData("""{"$not":[]}""", "expected object")]
    [InlineData("""[]""", "expected object")]
    [InlineData("""{"a":1e999}""", "a: number beyond the range of a double")]
    [InlineData("""{"a":"\ud800"}""", "unpaired surrogate")]
    public void Malformed_filter_is_refused_and_says_why__over_HTTP_is_not_covered(string filter, string reason) =>
        AssertInvalid(filter, reason);

    [Theory]
    [InlineData("a b")]
    [InlineData("a'b")]
    [InlineData("a\\\"b")]
    [InlineData("é")]
    [InlineData("")]
    [InlineData("[0]")]
    public void Path_of_other_characters_is_refused(string path) =>
        AssertInvalid($"{{\"{path}\":1}}", "a path is 1..200 characters of A-Z a-z 0-9 _ . -");

    [Fact]
    public void Path_holds_at_most_200_characters()
    {
        Parse($"{{\"{new string('a', 200)}\":1}}");
        AssertInvalid($"{{\"{new string('a', 201)}\":1}}", "a path is 1..200 characters of A-Z a-z 0-9 _ . -");
    }

    [Fact]
    public void Any_text_of_JSON_shape_is_a_filter_or_refused_with_the_typed_error()
    {
        var tokens = Words(
            "{", "}", "[", "]", ":", ",", "\"a\"", "\"$in\"", "\"$not\"", "\"$and\"", "1", "null", "true");
        tokens.Array[1, 12].Select(string.Concat).Sample(
            text =>
            {
                if (TryParseJson(text) is { } json)
                {
                    Assert.True(Record.Exception(() => FilterParser.Parse(json)) is null or RequestException);
                }
            },
            iter: 20_000,
            threads: 1);
    }

    private static void AssertInvalid(string filter, string reason)
    {
        var failure = Assert.Throws<RequestException>(() => Parse(filter));
        Assert.Equal($"invalid filter: {reason}", failure.Message);
        Assert.Equal(ErrorCode.InvalidRequest, failure.Code);
    }

    private static Filter Parse(string filter) =>
        FilterParser.Parse(JsonElement.Parse(Encoding.UTF8.GetBytes(filter), Deep));

    private static JsonElement? TryParseJson(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Gen<string> Words(params string[] words) =>
        Gen.Int[0, words.Length - 1].Select(index => words[index]);
}
