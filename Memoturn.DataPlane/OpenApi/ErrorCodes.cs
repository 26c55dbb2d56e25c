using System.Text.Json.Nodes;
using Memoturn.Protocol;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Memoturn.DataPlane.OpenApi;

/// <summary>The closed set of codes in the error envelope.</summary>
internal sealed class ErrorCodes : IOpenApiSchemaTransformer
{
    private const string Member = "code";

    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(ErrorResponse)
            && schema.Properties?.TryGetValue(Member, out var found) == true
            && found is OpenApiSchema code)
        {
            code.Enum = [.. ErrorCode.All.Select(item => (JsonNode)item.Name)];
        }

        return Task.CompletedTask;
    }
}
