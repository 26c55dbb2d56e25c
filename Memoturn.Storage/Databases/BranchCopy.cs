using Memoturn.Storage.ObjectStores;

namespace Memoturn.Storage.Databases;

/// <summary>A branch as this node last found it in object storage, for reading; nobody here owns it.</summary>
/// <param name="Manifest">Version of the manifest it was read from; null when there was none.</param>
/// <param name="CheckedAt">Timestamp of the last comparison with object storage.</param>
internal sealed record BranchCopy(ResidentBranch Resident, HistoryTip Tip, ETag? Manifest, long CheckedAt);
