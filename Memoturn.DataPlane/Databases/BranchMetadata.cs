namespace Memoturn.DataPlane.Databases;

/// <summary>Metadata of an endpoint that touches a branch, for the API document.</summary>
internal sealed record BranchMetadata(bool IsWrite)
{
    public static readonly BranchMetadata Read = new(IsWrite: false);
    public static readonly BranchMetadata Write = new(IsWrite: true);
}
