namespace Memoturn.ControlPlane.Requests;

/// <summary>Metadata of an endpoint: the record its body is read as, for the API document.</summary>
public sealed record BodyMetadata(Type Type, bool IsRequired);
