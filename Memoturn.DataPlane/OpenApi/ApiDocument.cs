using Memoturn.ControlPlane.Requests;
using Microsoft.OpenApi;

namespace Memoturn.DataPlane.OpenApi;

/// <summary>The OpenAPI document of every route but the open ones.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(
        Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddSchemaTransformer(new ErrorCodes());
        options.AddOperationTransformer(new OperationShape());
        options.AddDocumentTransformer(new DocumentShape());
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi().IsOpen();
}
