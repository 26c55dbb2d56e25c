using System.Net.Http.Headers;
using System.Text;

namespace Memoturn.Tests.DataPlane.Errors;

public sealed class ErrorEnvelopeTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private const string Databases = "/v1/databases";

    [Theory]
    [InlineData("/")]
    [InlineData("/v1")]
    [InlineData("/v1/nothing")]
    [InlineData("/internal/forward")]
    public async Task Unrouted_path_is_404(string path)
    {
        var answer = (await fixture.Node.GetAsync(path)).ExpectError(404, "not_found");

        Assert.Equal("no such route", answer.Error);
    }

    [Fact]
    public async Task Wrong_method_is_405_with_what_is_allowed()
    {
        var answer = (await fixture.Node.PutAsync(Databases, "{}")).ExpectError(405, "method_not_allowed");

        Assert.Equal("method not allowed", answer.Error);
        Assert.Equal(["GET", "POST"], answer.Header("Allow")!.Split(',', StringSplitOptions.TrimEntries).Order());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Other_content_is_415(string? contentType)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        using var response = await fixture.Node.Client.PostAsync(Databases, content);

        var answer = (await TestAnswer.ReadAsync(response)).ExpectError(415, "unsupported_media_type");
        Assert.Equal("expected application/json", answer.Error);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/merge-patch+json")]
    public async Task Parameters_and_suffixes_of_the_content_type_are_allowed(string contentType)
    {
        using var content = new StringContent("""{"name":"!"}""", MediaTypeHeaderValue.Parse(contentType));
        using var response = await fixture.Node.Client.PostAsync(Databases, content);

        Assert.Equal(
            "invalid database name", (await TestAnswer.ReadAsync(response)).ExpectError(400, "invalid_request").Error);
    }

    [Theory]
    [InlineData("", "body is not valid JSON: ")]
    [InlineData("{", "body is not valid JSON: ")]
    [InlineData("[]", "body: expected object")]
    [InlineData("""{"name":1}""", "name: expected string")]
    [InlineData("""{"name":"a","ttl":"1"}""", "ttl: expected integer")]
    [InlineData("""{"name":"a","ttl":-1}""", "ttl: expected integer >= 0")]
    [InlineData("""{"name":"a","encryption":{"key_ref":[]}}""", "encryption.key_ref: expected string")]
    [InlineData("""{"name":"\ud800"}""", "name: string is not valid Unicode")]
    public async Task Wrong_shape_is_400_and_names_the_member(string body, string text) =>
        Assert.StartsWith(
            text, (await fixture.Node.PostAsync(Databases, body)).ExpectError(400, "invalid_request")
                .Error, StringComparison.Ordinal);

    [Fact]
    [Trait("Accept", "LIM-01")]
    public async Task Oversized_junk_is_413_before_it_is_parsed_here_for_routes_of_class_1M()
    {
        var answer = (await fixture.Node.PostAsync(Databases, new string('x', 2 << 20))).ExpectError(
            413, "payload_too_large");

        Assert.Equal("body exceeds 1048576 bytes", answer.Error);
    }

    [Fact]
    [Trait("Accept", "LIM-01")]
    public async Task Ingest_takes_32_MiB_and_is_413_above()
    {
        const int Limit = 32 << 20;
        const string Path = "/v1/memory/acme/large/memories";
        const string Start = """{"memories":[],"filler":" """;
        const string End = "\"}";
        var filler = new string('x', Limit - Start.Length - End.Length);

        (await fixture.Node.PostAsync(Path, $"{Start}{filler}{End}")).Expect(201);
        Assert.Equal(
            "body exceeds 33554432 bytes",
            (await fixture.Node.PostAsync(Path, $"{Start}{filler}x{End}")).ExpectError(413, "payload_too_large").Error);
    }

    [Fact]
    [Trait("Accept", "LIM-01")]
    public async Task Oversized_chunked_body_is_413_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Databases) { Content = new ChunkedJson(2 << 20) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await fixture.Node.Client.SendAsync(request);

        (await TestAnswer.ReadAsync(response)).ExpectError(413, "payload_too_large");
    }

    [Fact]
    public async Task Size_comes_before_content_type()
    {
        using var content = new StringContent(new string('x', 2 << 20), Encoding.UTF8, "text/plain");
        using var response = await fixture.Node.Client.PostAsync(Databases, content);

        (await TestAnswer.ReadAsync(response)).ExpectError(413, "payload_too_large");
    }

    [Fact]
    public async Task Request_headers_above_32_KiB_are_400() =>
        (await fixture.Node.GetAsync("/v1/whoami", ("X-Filler", new string('x', 33_000)))).ExpectError(
            400, "invalid_request");

    [Fact]
    public async Task Long_target_is_served() =>
        (await fixture.Node.GetAsync($"/v1/whoami?x={new string('x', 20_000)}")).Expect(200);

    private sealed class ChunkedJson : HttpContent
    {
        private readonly int _length;

        public ChunkedJson(int length)
        {
            _length = length;
            Headers.ContentType = new("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(new byte[_length]).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
