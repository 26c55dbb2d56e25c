using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Memoturn.ControlPlane.Requests;

/// <summary>
/// The JSON body of a request that may come without one; then the value is an empty <typeparamref name="T"/>.
/// </summary>
public sealed record OptionalJsonBody<T>(T Value) : IBindableFromHttpContext<OptionalJsonBody<T>>,
    IEndpointParameterMetadataProvider
    where T : class, new()
{
    static async ValueTask<OptionalJsonBody<T>?> IBindableFromHttpContext<OptionalJsonBody<T>>.BindAsync(
        HttpContext context, ParameterInfo parameter) =>
        new(await BodyReader.HasBodyAsync(context) ? await BodyReader.ReadAsync<T>(context) : new T());

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyMetadata(typeof(T), IsRequired: false));
}
