using Memoturn.ControlPlane.Catalog;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.ControlPlane;

/// <summary>The catalogue: databases, namespaces and profiles.</summary>
public static class ControlPlane
{
    public static IServiceCollection AddControlPlane(this IServiceCollection services) =>
        services.AddSingleton<DatabaseDirectory>();

    public static void MapControlPlane(this IEndpointRouteBuilder routes)
    {
        routes.MapDatabaseCatalog();
        routes.MapNamespaceCatalog();
        routes.MapProfileCatalog();
    }
}
