using System.Text.Json.Nodes;
using Memoturn.Protocol;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Memoturn.DataPlane.OpenApi;

/// <summary>Title, and the closed set of error codes.</summary>
internal sealed class DocumentShape : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Memoturn", Version = "1" };
        document.Servers = [];
        if (document.Components?.Schemas?[nameof(ErrorResponse)] is OpenApiSchema { Properties: { } members }
            && members["code"] is OpenApiSchema code)
        {
            code.Enum = [.. ErrorCode.All.Select(item => (JsonNode)item.Name)];
        }

        return Task.CompletedTask;
    }
}
