namespace Memoturn.AppHost;

internal static class Topology
{
    public const string DataPlane = "dataplane";
}
