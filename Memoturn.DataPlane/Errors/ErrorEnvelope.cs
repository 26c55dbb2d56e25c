namespace Memoturn.DataPlane.Errors;

/// <summary>One envelope for every failure, bare statuses of the framework included.</summary>
internal static class ErrorEnvelope
{
    public static IServiceCollection AddErrorEnvelope(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.AddExceptionHandler<ErrorHandler>();
    }

    public static IApplicationBuilder UseErrorEnvelope(this IApplicationBuilder app)
    {
        // The lambda is needed: without it, or a path, the node does not start.
        app.UseExceptionHandler(_ => { });
        return app.UseStatusCodePages(page =>
            ErrorWriter.WriteAsync(page.HttpContext, ErrorTable.Of(page.HttpContext.Response.StatusCode)));
    }
}
