using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Databases;

/// <summary>
/// One committed state of one branch, open for reading on a connection the engine made read-only. Dispose it to hand
/// the connection back; the state stays as it is until then, whatever is committed meanwhile.
/// Cancelling the token it was opened with ends a statement that runs on it.
/// </summary>
public sealed class ReadSnapshot : IDisposable
{
    private readonly ConnectionPool _pool;
    private readonly PinnedRead _read;
    private readonly Branch _branch;
    private readonly Permits.Permit _permit;
    private readonly CancellationTokenRegistration _interrupt;

    internal ReadSnapshot(
        ConnectionPool pool,
        Connection connection,
        PinnedRead read,
        Branch branch,
        Permits.Permit permit,
        CancellationToken token)
    {
        _permit = permit;
        _interrupt = token.UnsafeRegister(static one => ((Connection)one!).Interrupt(), connection);
        _pool = pool;
        _read = read;
        _branch = branch;
        Connection = connection;
    }

    public Connection Connection { get; }

    public BranchPosition Position => _read.Pin.Head.Position;

    /// <summary>The time of the commit this state is; 0 before the first.</summary>
    public long CommittedAtUnixMs => _read.Pin.Head.AtUnixMs;

    /// <summary>
    /// The resident index of exactly this state; null where none is resident (the rows and FTS5 serve).
    /// </summary>
    public RecallIndex? Index => _read.Pin.Head.Index;

    /// <summary>For a primary read: still the owner's state right before the answer (protocol C15).</summary>
    /// <exception cref="BranchUnavailableException">The lease has run out since.</exception>
    /// <exception cref="FencedException">Another epoch owns the branch.</exception>
    public void Confirm() => _read.Ownership?.RequireWritable();

    public void Dispose()
    {
        // Waits for an interrupt that is under way: it must not reach the connection's next user.
        _interrupt.Dispose();
        _pool.Return(Connection);
        _read.Pin.Dispose();
        _permit.Dispose();
        _branch.Exit();
    }
}
