namespace Memoturn.Storage.Sqlite;

/// <summary>Settings of the SQLite library as a whole.</summary>
public static class SqliteLibrary
{
    /// <summary>
    /// Switches SQLite's own memory accounting off, which two writers would contend for. Call it first in Main: once
    /// anything has initialised SQLite it changes nothing.
    /// </summary>
    public static void Configure() => _ = NativeMethods.sqlite3_config(NativeMethods.ConfigMemoryStatus, 0);
}
