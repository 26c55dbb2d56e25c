using System.Reflection;
using Memoturn.AppHost;

namespace Memoturn.Tests.AppHost;

public sealed class TopologyTests
{
    [Fact]
    [Trait("Accept", "PKG-02")]
    public void Names_ports_keys_and_images_are_pinned_references_and_waits_come_with_the_other_resources() =>
        Golden.Match(Describe(), "topology.txt");

    [Fact]
    public void No_two_resources_share_a_port_or_a_name()
    {
        var nodes = Topology.DataPlaneNodes;
        var ports = Constants().Where(constant => constant.Value is int).Select(constant => (int)constant.Value!)
            .Concat(nodes.SelectMany(node => new[] { node.HttpPort, node.MeshPort }))
            .ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
        Assert.Equal(nodes.Count, nodes.Select(node => node.Name).Distinct().Count());
    }

    private static string Describe()
    {
        var constants = Constants().Select(constant => $"{constant.Key} = {constant.Value}");
        var nodes = Topology.DataPlaneNodes
            .Select(node => $"{node.Name}: http {node.Listen}, mesh {node.MeshPort}, data {node.DataDirectory}");
        return string.Join('\n', constants.Concat(nodes));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Constants() => typeof(Topology)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .Select(field => KeyValuePair.Create(field.Name, field.GetRawConstantValue()));
}
