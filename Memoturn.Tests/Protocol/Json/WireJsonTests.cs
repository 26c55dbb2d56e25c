using System.Text;
using Memoturn.Protocol;
using Memoturn.Protocol.Databases;
using Memoturn.Protocol.Json;
using Memoturn.Protocol.Memory;

namespace Memoturn.Tests.Protocol.Json;

public sealed class WireJsonTests
{
    [Theory]
    [InlineData("""{"memories":[{},{},{},{"summary":1}]}""", "memories[3].summary: expected string")]
    [InlineData("""{"memories":[null]}""", "memories[0]: expected object")]
    [InlineData("""{"memories":{}}""", "memories: expected array")]
    [InlineData("""{"memories":[{"ttl":1.5}]}""", "memories[0].ttl: expected integer")]
    [InlineData("""{"memories":[{"ttl":99999999999999999999}]}""", "memories[0].ttl: expected integer")]
    [InlineData("""{"memories":[{"ttl":"1"}]}""", "memories[0].ttl: expected integer")]
    [InlineData("""{"similar_threshold":"1"}""", "similar_threshold: expected number")]
    [InlineData("""{"similar_threshold":1e400}""", "similar_threshold: number out of range")]
    [InlineData("""{"report_similar":1}""", "report_similar: expected boolean")]
    [InlineData(
        """{"memories":[{"content":{"a":["\ud800"]}}]}""", "memories[0].content.a[0]: string is not valid Unicode")]
    [InlineData("""{"memories":[{"content":{"a":1e400}}]}""", "memories[0].content.a: number out of range")]
    [InlineData("""{"unknown":{"a":"\udc00"}}""", "unknown.a: string is not valid Unicode")]
    [InlineData("""{"memories":[{"embedding":[1,null]}]}""", "memories[0].embedding[1]: expected number of the range "
        + "of a 32-bit float")]
    [InlineData("""{"memories":[{"embedding":[1e300]}]}""", "memories[0].embedding[0]: expected number of the range "
        + "of a 32-bit float")]
    [InlineData("[]", "body: expected object")]
    [InlineData("null", "body: expected object")]
    public void Fault_names_the_member_and_what_was_expected(string json, string text) =>
        Assert.Equal(text, Assert.Throws<RequestException>(() => Read<IngestRequest>(json)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("""{"memories":[{"content":NaN}]}""")]
    public void Text_that_is_not_JSON_is_refused(string json) =>
        Assert.Same(ErrorCode.InvalidRequest, Assert.Throws<RequestException>(() => Read<IngestRequest>(json)).Code);

    [Fact]
    public void Invalid_UTF8_is_refused()
    {
        byte[] json = [.. """{"query":"a"""u8, 0xFF, .. "\"}"u8];

        Assert.Equal(
            "query: string is not valid Unicode", Assert.Throws<RequestException>(() =>
                WireJson.Read<RecallRequest>(json)).Message);
    }

    [Fact]
    public void Nesting_of_128_is_read_and_129_is_refused()
    {
        Assert.NotNull(Read<RecallRequest>(Nested(128)));
        Assert.Throws<RequestException>(() => Read<RecallRequest>(Nested(129)));

        static string Nested(int depth) =>
            $$"""{"content":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""";
    }

    [Fact]
    public void Names_are_snake_case_and_case_sensitive()
    {
        var request = Read<RecallRequest>("""{"topic_key":"a","Query":"b","TopicKey":"c","as_of":"now"}""");

        Assert.Equal("a", request.TopicKey);
        Assert.Null(request.Query);
        Assert.Equal("now", request.AsOf?.GetString());
    }

    [Fact]
    public void Last_of_a_repeated_key_wins() =>
        Assert.Equal("b", Read<RecallRequest>("""{"query":"a","query":"b"}""").Query);

    [Theory]
    [InlineData("0", 1)]
    [InlineData("-99999999999999999999", 1)]
    [InlineData("7", 7)]
    [InlineData("99999999999999999999", 1000)]
    public void Result_counts_are_clamped(string written, int k) =>
        Assert.Equal(k, Read<RecallRequest>($$"""{"k":{{written}}}""").K);

    [Fact]
    public void Fraction_is_no_result_count() =>
        Assert.Equal(
            "k: expected integer", Assert.Throws<RequestException>(() => Read<RecallRequest>("""{"k":1.5}""")).Message);

    [Fact]
    public void Null_ttl_of_a_profile_differs_from_an_absent_one()
    {
        Assert.True(Read<PutProfileRequest>("""{"ttl":null}""").HasTtl);
        Assert.False(Read<PutProfileRequest>("{}").HasTtl);
        Assert.Equal(5, Read<PutProfileRequest>("""{"ttl":5}""").Ttl);
    }

    private static T Read<T>(string json)
        where T : class => WireJson.Read<T>(Encoding.UTF8.GetBytes(json));
}
