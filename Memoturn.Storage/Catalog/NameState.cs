namespace Memoturn.Storage.Catalog;

/// <summary>
/// Where a name is in its life; deletion has two steps so that a crash between them is completed later.
/// </summary>
public enum NameState
{
    Active,
    Deleting,
    Deleted,
}
