using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Sqlite;

/// <summary>What one commit changes; it, its images and its bases are valid during the callback that gets it.</summary>
public sealed class CommitPages
{
    internal CommitPages(PageTable before, IReadOnlyList<ChangedPage> changes)
    {
        Before = before;
        Changes = changes;
    }

    /// <summary>The version the commit was made on.</summary>
    public PageTable Before { get; internal set; }

    /// <summary>Pages of the database after the commit; pages above it are gone.</summary>
    public uint PageCount { get; internal set; }

    /// <summary>
    /// Ascending by page, each once, none equal to its base. Page 1 is left out when it differs in the change counters
    /// alone; where it is in, they hold the number after that of the version before.
    /// </summary>
    public IReadOnlyList<ChangedPage> Changes { get; }

    internal bool IsEmpty => Changes.Count == 0 && PageCount == Before.PageCount;
}
