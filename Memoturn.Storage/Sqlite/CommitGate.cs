namespace Memoturn.Storage.Sqlite;

/// <summary>The two points at which the engine takes part in a commit of SQLite's.</summary>
/// <remarks>
/// After a refused COMMIT no transaction is open; after a refused RELEASE of an outermost savepoint SQLite stays in one
/// that holds nothing and wants a ROLLBACK.
/// </remarks>
/// <param name="check">
/// Called with the bytes of the pages written, once they are final and nothing is visible yet: what it throws rolls the
/// transaction back and reaches whoever ran the committing statement.
/// </param>
/// <param name="publish">
/// Called when the commit can no longer be refused; hands its pages on and returns the txid of the new tip, above that
/// of the version before. Not called for a commit that changes nothing.
/// </param>
public sealed class CommitGate(Action<long> check, Func<CommitPages, Databases.TxId> publish)
{
    public Action<long> Check { get; } = check;

    public Func<CommitPages, Databases.TxId> Publish { get; } = publish;
}
