namespace Memoturn.Storage.Manifests;

/// <summary>Whether a branch is there or its tombstone is.</summary>
public enum BranchState
{
    Live,

    /// <summary>Final: nothing brings the branch back, a new one of its name has another branch id.</summary>
    Deleted,
}
