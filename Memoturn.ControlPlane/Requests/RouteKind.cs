namespace Memoturn.ControlPlane.Requests;

/// <summary>What a route does to its branch.</summary>
public enum RouteKind
{
    /// <summary>Reads a branch.</summary>
    Read,

    /// <summary>Writes a branch.</summary>
    Write,

    /// <summary>Concerns the catalogue or governance.</summary>
    Control,

    /// <summary>Needs no credential and never queues.</summary>
    Open,
}
