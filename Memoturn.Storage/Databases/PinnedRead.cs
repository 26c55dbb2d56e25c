namespace Memoturn.Storage.Databases;

/// <summary>A pinned head and what still has to be checked before it is answered from.</summary>
/// <param name="Ownership">For a primary read: the lease that must hold when the answer is given.</param>
internal sealed record PinnedRead(PinnedHead Pin, Ownership? Ownership);
