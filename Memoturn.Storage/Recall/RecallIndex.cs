using Memoturn.Storage.Databases;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Recall;

/// <summary>
/// The resident index of one version of a profile: immutable, published in the same step as the page-table version
/// it was derived from (protocol E29).
/// </summary>
public sealed class RecallIndex
{
    private RecallIndex(TxId txid) => TxId = txid;

    /// <summary>The version this index answers for.</summary>
    public TxId TxId { get; }

    /// <summary>Memory held by this index; versions of one history share most of it.</summary>
    public long ResidentBytes { get; }

    /// <summary>Reads the rows of the state open on <paramref name="connection"/>.</summary>
    public static RecallIndex Build(Connection connection, TxId txid)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new(txid);
    }

    /// <summary>The index after <paramref name="changes"/>. Only the branch's writer calls this, after the commit.</summary>
    public RecallIndex Apply(RecallChanges changes, TxId txid)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return txid == TxId ? this : new(txid);
    }
}
