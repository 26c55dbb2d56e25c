using Memoturn.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// One node on its own directory store: the others join it once leases are shared between processes.
var node = Topology.DataPlaneNodes[0];
builder.AddProject<Projects.Memoturn_DataPlane>(node.Name, options => options.ExcludeLaunchProfile = true)
    .WithHttpEndpoint(port: node.HttpPort, name: Topology.HttpEndpoint, isProxied: false)
    .WithEnvironment(Topology.ListenKey, node.Listen)
    .WithEnvironment(Topology.NodeIdKey, node.Name)
    .WithEnvironment(Topology.DataDirKey, node.DataDirectory)
    .WithHttpHealthCheck(Topology.ReadinessPath, endpointName: Topology.HttpEndpoint)
    .WithUrlForEndpoint(Topology.HttpEndpoint, _ => new() { Url = Topology.OpenApiPath, DisplayText = "OpenAPI" });

builder.Build().Run();
