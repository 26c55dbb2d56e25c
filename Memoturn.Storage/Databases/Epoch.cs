namespace Memoturn.Storage.Databases;

/// <summary>
/// One ownership of a branch. Numbers order epochs; two claims of one number are told apart by the claim's nonce,
/// so an epoch is compared as a pair everywhere (protocol A2).
/// </summary>
public readonly record struct Epoch(ulong Number, Nonce Claim)
{
    /// <summary>The epoch of a branch that was never owned.</summary>
    public static readonly Epoch None;

    public override string ToString() => $"{Number}/{Claim}";
}
