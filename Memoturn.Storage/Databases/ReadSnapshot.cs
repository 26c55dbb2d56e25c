using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Databases;

/// <summary>
/// One committed state of one branch, open for reading on a connection the engine made read-only. Dispose it to hand
/// the connection back; the state stays as it is until then, whatever is committed meanwhile.
/// </summary>
public sealed class ReadSnapshot : IDisposable
{
    private readonly Action _release;

    internal ReadSnapshot(Connection connection, BranchPosition position, RecallIndex? index, Action release)
    {
        Connection = connection;
        Position = position;
        Index = index;
        _release = release;
    }

    public Connection Connection { get; }

    public BranchPosition Position { get; }

    /// <summary>The resident index of exactly this state; null where none is resident (the rows and FTS5 serve).</summary>
    public RecallIndex? Index { get; }

    public void Dispose() => _release();
}
