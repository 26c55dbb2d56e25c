namespace Memoturn.ControlPlane.Requests;

/// <summary>Metadata of an endpoint: what it does and how much it reads.</summary>
public sealed record RouteClass(RouteKind Kind, BodyClass Body);
