using Memoturn.ControlPlane.Requests;
using Memoturn.DataPlane.Databases;
using Memoturn.Protocol;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Memoturn.DataPlane.OpenApi;

/// <summary>
/// What the framework cannot see of an operation: bound path parameters, headers, body, error envelope.
/// </summary>
internal sealed class OperationShape : IOpenApiOperationTransformer
{
    private const string Json = "application/json";
    private const string AnyFailure = "default";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Tags?.Clear();
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        AddPathParameters(operation, context.Description.RelativePath ?? "");
        if (metadata.OfType<BranchMetadata>().FirstOrDefault() is { } branch)
        {
            AddBranchParameters(operation, branch);
        }

        if (metadata.OfType<BodyMetadata>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = await BodyAsync(body, context, cancellationToken);
        }

        operation.Responses ??= [];
        operation.Responses[AnyFailure] = new OpenApiResponse
        {
            Description = "Any failure",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new() { Schema = await SchemaAsync(typeof(ErrorResponse), context, cancellationToken) },
            },
        };
    }

    private static void AddPathParameters(OpenApiOperation operation, string path)
    {
        operation.Parameters ??= [];
        foreach (var segment in path.Split('/'))
        {
            if (segment is ['{', .. var name, '}'] && operation.Parameters.All(parameter => parameter.Name != name))
            {
                operation.Parameters.Add(Parameter(name, ParameterLocation.Path, isRequired: true));
            }
        }
    }

    private static void AddBranchParameters(OpenApiOperation operation, BranchMetadata branch)
    {
        Add(operation, QueryNames.Branch, ParameterLocation.Query);
        Add(operation, MemoturnHeaders.Branch, ParameterLocation.Header);
        if (branch.IsWrite)
        {
            Add(operation, MemoturnHeaders.Durability, ParameterLocation.Header);
        }
        else
        {
            Add(operation, MemoturnHeaders.MinTxid, ParameterLocation.Header);
            Add(operation, MemoturnHeaders.Consistency, ParameterLocation.Header);
        }
    }

    private static void Add(OpenApiOperation operation, string name, ParameterLocation location) =>
        operation.Parameters!.Add(Parameter(name, location, isRequired: false));

    private static OpenApiParameter Parameter(string name, ParameterLocation location, bool isRequired) => new()
    {
        Name = name,
        In = location,
        Required = isRequired,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static async Task<OpenApiRequestBody> BodyAsync(
        BodyMetadata body, OpenApiOperationTransformerContext context, CancellationToken token) => new()
        {
            Required = body.IsRequired,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [Json] = new() { Schema = await SchemaAsync(body.Type, context, token) },
            },
        };

    private static async Task<IOpenApiSchema> SchemaAsync(
        Type type, OpenApiOperationTransformerContext context, CancellationToken token)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, token);
        if (context.Document is not { } document)
        {
            return schema;
        }

        document.AddComponent(type.Name, schema);
        return new OpenApiSchemaReference(type.Name, document);
    }
}
