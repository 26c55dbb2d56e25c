using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Databases;

/// <summary>
/// A branch as object storage has it: pages that can still be changed by replay, and the tip of its history.
/// </summary>
internal sealed record RestoredBranch(PageTableBuilder Pages, HistoryTip Tip) : IDisposable
{
    public void Dispose() => Pages.Dispose();
}
