namespace Memoturn.AppHost;

/// <summary>One data-plane node of a run on the developer's machine.</summary>
/// <param name="Name">Resource name, node id and last part of the data directory.</param>
/// <param name="HttpPort">Public port, not proxied: the node advertises the address it listens on.</param>
/// <param name="MeshPort">Port for the other nodes.</param>
internal sealed record DataPlaneNode(string Name, int HttpPort, int MeshPort)
{
    /// <summary><c>host:port</c> of the public listener.</summary>
    public string Listen => $"127.0.0.1:{HttpPort}";

    /// <summary>Below the folder of the service project, where Aspire starts it.</summary>
    public string DataDirectory => $"data/{Name}";
}
