using Memoturn.Storage.Sqlite;

namespace Memoturn.Benchmarks.Engine;

/// <summary>
/// The baseline: a SQLite file on SQLite's own VFS, WAL, synchronous=FULL. Its writers take turns by a lock instead of
/// SQLite's busy handler, whose sleeps would cost it throughput.
/// </summary>
internal sealed class WalFile(string path)
{
    private const string Session = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";

    private readonly Lock _turn = new();

    public Connection Open()
    {
        lock (_turn)
        {
            var connection = Connection.Open(path);
            connection.ExecuteScript(Session);
            connection.ExecuteScript(NotesSchema.Create);
            return connection;
        }
    }

    /// <summary>One row in a transaction of its own.</summary>
    public void Add(Connection connection)
    {
        lock (_turn)
        {
            NotesSchema.Add(connection);
        }
    }

    /// <summary>Closing the last connection takes the file for itself, which is a turn too.</summary>
    public void Close(Connection connection)
    {
        lock (_turn)
        {
            connection.Dispose();
        }
    }
}
