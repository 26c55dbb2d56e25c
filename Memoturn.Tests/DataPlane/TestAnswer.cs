using System.Text.Json;

namespace Memoturn.Tests.DataPlane;

/// <summary>One answer of a test node, read to its end.</summary>
internal sealed record TestAnswer(
    int Status, string Text, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The code of the error envelope.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The text of the error envelope.</summary>
    public string? Error => Json.GetProperty("error").GetString();

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Fails, and shows the answer, unless it has the status.</summary>
    public TestAnswer Expect(int status)
    {
        Assert.True(Status == status, $"expected {status}, found {Status}: {Text}");
        return this;
    }

    /// <summary>Fails unless it is an error envelope with this status and code.</summary>
    public TestAnswer ExpectError(int status, string code)
    {
        Expect(status);
        Assert.Equal("application/json", ContentType);
        Assert.Equal(code, Code);
        Assert.False(string.IsNullOrWhiteSpace(Error));
        return this;
    }

    public static async Task<TestAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(
                header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        var text = await response.Content.ReadAsStringAsync();
        return new((int)response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, headers);
    }
}
