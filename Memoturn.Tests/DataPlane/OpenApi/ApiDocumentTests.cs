using System.Text.Json;
using System.Text.Json.Nodes;

namespace Memoturn.Tests.DataPlane.OpenApi;

public sealed class ApiDocumentTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    [Trait("Accept", "API-05")]
    public async Task Document_is_a_golden_file()
    {
        var answer = (await fixture.Node.GetAsync("/openapi/v1.json")).Expect(200);

        Golden.Match(JsonNode.Parse(answer.Text)!.ToJsonString(Indented) + "\n", "openapi.golden.json");
    }

    [Fact]
    public async Task Every_operation_has_its_path_parameters_and_the_error_envelope()
    {
        var document = (await fixture.Node.GetAsync("/openapi/v1.json")).Expect(200).Json;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var names = path.Name.Split('/').Where(segment => segment.StartsWith('{')).Select(
                segment => segment.Trim('{', '}'));
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.Equal(names, ParametersOf(operation.Value, "path"));
                Assert.True(
                    operation.Value.GetProperty("responses")
                        .TryGetProperty("default", out _), $"{operation.Name} {path.Name}");
            }
        }
    }

    private static IEnumerable<string?> ParametersOf(JsonElement operation, string location) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray()
                .Where(parameter => parameter.GetProperty("in").GetString() == location)
                .Select(parameter => parameter.GetProperty("name").GetString())
            : [];
}
