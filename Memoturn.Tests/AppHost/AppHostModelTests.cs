using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Memoturn.AppHost;
using Microsoft.Extensions.DependencyInjection;

namespace Memoturn.Tests.AppHost;

/// <summary>The Aspire model; compiled only where the feed has Aspire. Nothing is started.</summary>
public sealed class AppHostModelTests
{
    [Fact]
    [Trait("Accept", "PKG-02")]
    public async Task The_model_is_one_node_with_its_own_address_until_nodes_share_leases()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Memoturn_AppHost>([]);
        await using var application = await builder.BuildAsync();
        var node = Topology.DataPlaneNodes[0];

        var project = Assert.Single(builder.Resources.OfType<ProjectResource>());
        var endpoint = Assert.Single(project.Annotations.OfType<EndpointAnnotation>());

        Assert.Equal(node.Name, project.Name);
        Assert.Equal((Topology.HttpEndpoint, node.HttpPort, false), (endpoint.Name, endpoint.Port, endpoint.IsProxied));
        Assert.Single(project.Annotations.OfType<HealthCheckAnnotation>());
        Assert.Equal(
            [
                (Topology.DataDirKey, node.DataDirectory),
                (Topology.ListenKey, node.Listen),
                (Topology.NodeIdKey, node.Name),
            ],
            await MemoturnVariablesAsync(application, project));
    }

    private static async Task<List<(string Key, object Value)>> MemoturnVariablesAsync(
        DistributedApplication application, ProjectResource project)
    {
        var execution = application.Services.GetRequiredService<DistributedApplicationExecutionContext>();
        var context = new EnvironmentCallbackContext(execution, project);
        foreach (var annotation in project.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return context.EnvironmentVariables
            .Where(variable => variable.Key.StartsWith("MEMOTURN_", StringComparison.Ordinal))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => (variable.Key, variable.Value))
            .ToList();
    }
}
