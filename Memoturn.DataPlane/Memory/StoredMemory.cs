namespace Memoturn.DataPlane.Memory;

/// <summary>What an ingest needs to know of the row that has its id.</summary>
internal readonly record struct StoredMemory(long RowId, MemoryState State, Validity Validity);
