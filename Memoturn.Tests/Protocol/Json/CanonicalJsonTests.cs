using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Memoturn.Protocol.Json;

namespace Memoturn.Tests.Protocol.Json;

public sealed class CanonicalJsonTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char["abé～\"\n0"], 0, 3];

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Const(() => (JsonNode?)null),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Double.Where(double.IsFinite).Select(value => (JsonNode?)JsonValue.Create(value)),
        Name.Select(value => (JsonNode?)JsonValue.Create(value)));

    private static readonly Gen<JsonNode?> Node = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Scalar
        : Gen.OneOf(Scalar, inner.List[0, 4].Select(Array), Gen.Select(Name, inner).List[0, 4].Select(Object)));

    [Fact]
    [Trait("Accept", "MEM-26")]
    public void Order_of_keys_does_not_change_the_canonical_form() => Node.Sample(node =>
        Assert.Equal(Canonical(Text(node)), Canonical(Text(Reversed(node)))));

    [Fact]
    [Trait("Accept", "MEM-26")]
    public void Canonical_form_is_its_own_canonical_form_and_the_same_value() => Node.Sample(node =>
    {
        var text = Text(node);
        var canonical = Canonical(text);
        Assert.Equal(canonical, Canonical(canonical));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(canonical)), canonical);
    });

    [Fact]
    public void Every_double_survives_its_canonical_form() => Gen.Double.Where(double.IsFinite).Sample(value =>
        Assert.Equal(value, double.Parse(CanonicalNumber.Format(value), CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "-0.0")]
    [InlineData("0.0", "0.0")]
    [InlineData("1.0", "1.0")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", "1.8446744073709552e19")]
    [InlineData("1e3", "1000.0")]
    [InlineData("123.25e-2", "1.2325")]
    [InlineData("0.00001", "0.00001")]
    [InlineData("0.000012", "0.000012")]
    [InlineData("1.5e-7", "1.5e-7")]
    [InlineData("9999999999999998.0", "9999999999999998.0")]
    [InlineData("12345678901234567890123", "1.2345678901234568e22")]
    [InlineData("5e-324", "5e-324")]
    public void Numbers_have_one_spelling(string written, string canonical) =>
        Assert.Equal(canonical, Canonical(written));

    [Theory]
    [InlineData("""{"b":1,"a":{"d":1,"c":2}}""", """{"a":{"c":2,"d":1},"b":1}""")]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""")]
    [InlineData("""["\/\u007f\u0001\b\f\r\t\u00e9"]""", "[\"/\u007f\\u0001\\b\\f\\r\\té\"]")]
    [InlineData(" [ 1 , {} , [] ] ", "[1,{},[]]")]
    public void Values_have_one_spelling(string written, string canonical) =>
        Assert.Equal(canonical, Canonical(written));

    [Fact]
    public void Number_beyond_a_double_has_none() => Assert.Throws<FormatException>(() => Canonical("[1e400]"));

    private static string Canonical(string json)
    {
        var output = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(JsonElement.Parse(json), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static JsonNode? Array(List<JsonNode?> items) =>
        new JsonArray([.. items.Select(item => item?.DeepClone())]);

    private static JsonNode? Object(List<(string Name, JsonNode? Value)> members)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            result[name] = value?.DeepClone();
        }

        return result;
    }

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject members => Object([.. members.Select(member => (member.Key, Reversed(member.Value))).Reverse()]),
        JsonArray items => Array([.. items.Select(Reversed)]),
        _ => node?.DeepClone(),
    };
}
