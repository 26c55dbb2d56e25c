namespace Memoturn.ControlPlane.Requests;

/// <summary>Names of path parameters in route patterns.</summary>
public static class RouteParameters
{
    public const string Db = "db";
    public const string Namespace = "ns";
    public const string Profile = "profile";
}
