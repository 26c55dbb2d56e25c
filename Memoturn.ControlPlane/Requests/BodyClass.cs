namespace Memoturn.ControlPlane.Requests;

/// <summary>How large the body of a route may be.</summary>
public enum BodyClass
{
    /// <summary>1 MiB.</summary>
    Small,

    /// <summary>As configured, 32 MiB by default.</summary>
    Large,
}
