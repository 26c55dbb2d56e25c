using Memoturn.Storage.Recall;
using Memoturn.Storage.Sqlite;

namespace Memoturn.Storage.Databases;

/// <summary>
/// What one request of a commit round works with. Everything it does through the connection rolls back alone when it
/// throws; the round and its other participants go on.
/// </summary>
/// <param name="TxId">The txid the round gets if it changes anything.</param>
/// <param name="NowUnixMs">The commit's time.</param>
/// <param name="Changes">What to tell the resident index; forgotten when the request fails.</param>
public sealed record WriteContext(Connection Connection, TxId TxId, long NowUnixMs, RecallChanges Changes);
