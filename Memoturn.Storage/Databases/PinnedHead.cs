using Memoturn.Storage.Pages;

namespace Memoturn.Storage.Databases;

/// <summary>A head that stays readable until it is disposed.</summary>
internal sealed record PinnedHead(PinnedTable Table, HeadState Head) : IDisposable
{
    public void Dispose() => Table.Dispose();
}
