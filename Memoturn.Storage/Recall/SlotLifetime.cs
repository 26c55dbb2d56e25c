using System.Runtime.CompilerServices;

namespace Memoturn.Storage.Recall;

/// <summary>
/// From which txid to which a slot counts. Only the writer sets a mark, once, to a txid newer than every published
/// version; so a reader finds the same answer for its version whether it sees the mark or not.
/// </summary>
internal struct SlotLifetime
{
    public const ulong Never = ulong.MaxValue;
    public const long NoExpiry = long.MaxValue;

    public ulong Born;
    public ulong Superseded;
    public ulong Died;
    public long ExpiresAtUnixMs;

    public readonly bool IsAlive(ulong txid) => Born <= txid && txid < Died;

    public readonly bool IsSuperseded(ulong txid) => Superseded <= txid;

    /// <summary>Alive, and not hidden by supersession or the clock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsShown(ulong txid, long nowUnixMs, bool includesSuperseded) =>
        (Born <= txid) & (txid < Died) & (ExpiresAtUnixMs > nowUnixMs) & (includesSuperseded | (Superseded > txid));
}
