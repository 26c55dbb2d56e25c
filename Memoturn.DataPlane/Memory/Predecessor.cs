namespace Memoturn.DataPlane.Memory;

/// <summary>An active row whose topic another memory takes.</summary>
internal readonly record struct Predecessor(long RowId, string Id, long? ValidTo);
