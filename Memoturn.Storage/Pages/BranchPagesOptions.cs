namespace Memoturn.Storage.Pages;

/// <summary>How a branch publishes its commits.</summary>
public sealed record BranchPagesOptions
{
    /// <summary>
    /// For branches without a commit log: every commit is the head at once, and the table is changed in place while
    /// nothing else pins or shares it. Default false: a commit becomes the tip, and the head follows when told.
    /// </summary>
    public bool PublishesInPlace { get; init; }
}
