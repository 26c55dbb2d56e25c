namespace Memoturn.Storage.Sqlite;

/// <summary>The file controls the engine answers (https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html).</summary>
internal enum FileControlCode
{
    SizeHint = 5,
    Pragma = 14,
    MmapSize = 18,
    HasMoved = 20,

    /// <summary>
    /// All pages are written and nothing is visible: the last point at which a commit can be refused.
    /// </summary>
    Sync = 21,

    /// <summary>The commit is done; never sent for a rollback.</summary>
    CommitPhaseTwo = 22,
}
