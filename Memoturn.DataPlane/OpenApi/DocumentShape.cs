using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Memoturn.DataPlane.OpenApi;

/// <summary>Title and version; the address is the caller's business.</summary>
internal sealed class DocumentShape : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "Memoturn", Version = "1" };
        document.Servers = [];
        document.Tags?.Clear();
        return Task.CompletedTask;
    }
}
