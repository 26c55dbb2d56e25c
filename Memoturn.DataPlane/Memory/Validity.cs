namespace Memoturn.DataPlane.Memory;

/// <summary>
/// When a memory holds in the world it speaks of: <c>[From, To)</c> in unix milliseconds, null for open.
/// </summary>
internal readonly record struct Validity(long? From, long? To);
