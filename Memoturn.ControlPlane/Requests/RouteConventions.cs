using Microsoft.AspNetCore.Builder;

namespace Memoturn.ControlPlane.Requests;

/// <summary>Says of a route or a group what it does; limits, metrics and the API document go by it.</summary>
public static class RouteConventions
{
    public static TBuilder Reads<TBuilder>(this TBuilder builder, BodyClass body = BodyClass.Small)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RouteClass(RouteKind.Read, body));

    public static TBuilder Writes<TBuilder>(this TBuilder builder, BodyClass body = BodyClass.Small)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RouteClass(RouteKind.Write, body));

    public static TBuilder Controls<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
            builder.WithMetadata(new RouteClass(RouteKind.Control, BodyClass.Small));

    public static TBuilder IsOpen<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
            builder.WithMetadata(new RouteClass(RouteKind.Open, BodyClass.Small));
}
