using System.Runtime.InteropServices;
using System.Text;
using Memoturn.Storage.Recall;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// One SQLite connection with a bounded cache of prepared statements. Not thread safe: whoever rents it has it alone.
/// </summary>
public sealed unsafe class Connection : IDisposable
{
    /// <summary>Statements kept prepared; the one unused for longest goes first.</summary>
    public const int StatementCacheSize = 128;

    /// <summary>Characters of the longest statement kept prepared; longer ones have one request's own shape.</summary>
    public const int LongestCachedSql = 8 * 1024;

    private const int OpenReadWrite = 0x2;
    private const int OpenCreate = 0x4;
    private const int OpenNoMutex = 0x8000;
    private const uint PreparePersistent = 0x1;
    private const int NoSuchDatabase = -1;
    private const int FirstAttachedIndex = 2;

    private const string SessionSql = """
        PRAGMA journal_mode = MEMORY;
        PRAGMA synchronous = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA mmap_size = 1099511627776;
        PRAGMA cache_size = 64;
        """;

    private readonly Dictionary<string, LinkedListNode<Statement>> _bySql = new(StringComparer.Ordinal);
    private readonly LinkedList<Statement> _byUse = new();
    private readonly List<Statement> _uncached = [];
    private readonly DatabaseFile? _file;
    private nint _handle;
    private int _lentCount;
    private Fts5Tokenizer? _tokenizer;

    private Connection(nint handle, DatabaseFile? file, bool isReadOnly)
    {
        _handle = handle;
        _file = file;
        IsReadOnly = isReadOnly;
    }

    /// <summary>The engine refuses every write on this connection.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Rows changed by the statement that ran last.</summary>
    public long Changes => sqlite3_changes64(_handle);

    public long LastInsertRowId => sqlite3_last_insert_rowid(_handle);

    public bool InTransaction => sqlite3_get_autocommit(_handle) == 0;

    internal DatabaseFile File => _file ?? throw new InvalidOperationException("the connection is not the engine's");

    /// <summary>
    /// Nothing of what its user did would meet the next one: no statement out, no transaction, no PRAGMA, temporary
    /// table or attached database.
    /// </summary>
    internal bool IsPristine
    {
        get
        {
            fixed (byte* temp = "temp"u8)
            {
                return _lentCount == 0
                    && !InTransaction
                    && !File.IsAltered
                    && !File.IsBroken
                    && !File.IsLocked
                    && sqlite3_db_readonly(_handle, temp) == NoSuchDatabase
                    && sqlite3_db_name(_handle, FirstAttachedIndex) is null;
            }
        }
    }

    /// <summary>The full-text tokenizer of this connection, made at first use.</summary>
    internal Fts5Tokenizer Tokenizer => _tokenizer ??= new(this);

    /// <summary>Opens <paramref name="fileName"/> through the VFS of that name, or SQLite's own when null.</summary>
    public static Connection Open(string fileName, string? vfs = null) => Open(fileName, vfs, null, false);

    /// <summary>Opens a connection on an announced file, with the session the engine runs on.</summary>
    internal static Connection Open(SqliteVfs vfs, DatabaseFile file, bool isReadOnly)
    {
        var connection = Open(vfs.Announce(file), vfs.Name, file, isReadOnly);
        try
        {
            connection.Check(FunctionCallbacks.Register(connection._handle, vfs.Handle));
            connection.ExecuteScript(SessionSql);
            if (isReadOnly)
            {
                connection.ExecuteScript("PRAGMA query_only = 1");
            }

            file.IsAltered = false;
            return connection;
        }
        catch (StorageException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static Connection Open(string fileName, string? vfs, DatabaseFile? file, bool isReadOnly)
    {
        nint handle;
        int code;
        fixed (byte* name = Encoding.UTF8.GetBytes(fileName + "\0"))
        fixed (byte* vfsName = vfs is null ? null : Encoding.UTF8.GetBytes(vfs + "\0"))
        {
            code = sqlite3_open_v2(name, &handle, OpenReadWrite | OpenCreate | OpenNoMutex, vfsName);
        }

        var connection = new Connection(handle, file, isReadOnly);
        if (code == Ok)
        {
            return connection;
        }

        var failure = connection.Failure(code);
        connection.Dispose();
        throw failure;
    }

    /// <summary>Borrows the prepared form of <paramref name="sql"/>; dispose it to hand it back.</summary>
    public Statement Prepare(string sql)
    {
        if (_bySql.TryGetValue(sql, out var cached) && !cached.Value.IsLent)
        {
            _byUse.Remove(cached);
            _byUse.AddFirst(cached);
            return Lend(cached.Value);
        }

        var statement = Compile(sql);
        if (cached is null && sql.Length <= LongestCachedSql)
        {
            _bySql[sql] = _byUse.AddFirst(statement);
            ShrinkCache();
        }
        else
        {
            _uncached.Add(statement);
        }

        return Lend(statement);
    }

    /// <summary>Runs one statement without parameters to its end; returns the number of rows changed.</summary>
    public long Execute(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Run();
    }

    /// <summary>Runs a script of any number of statements, none of them kept prepared.</summary>
    public void ExecuteScript(string sql)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(sql + "\0"))
        {
            for (var next = start; *next != 0;)
            {
                nint handle;
                byte* tail;
                Check(sqlite3_prepare_v3(_handle, next, -1, 0, &handle, &tail));
                next = tail;
                if (handle == 0)
                {
                    continue;
                }

                var statement = new Statement(this, sql, handle);
                try
                {
                    statement.Run();
                }
                finally
                {
                    statement.DestroyHandle();
                }
            }
        }
    }

    public void Dispose()
    {
        if (_handle == 0)
        {
            return;
        }

        foreach (var statement in _byUse.Concat(_uncached))
        {
            statement.DestroyHandle();
        }

        _byUse.Clear();
        _bySql.Clear();
        _uncached.Clear();
        _tokenizer?.Dispose();
        _ = sqlite3_close_v2(_handle);
        _handle = 0;
    }

    /// <summary>What SQLite remembers of the last user beyond <see cref="IsPristine"/>.</summary>
    internal void ForgetUser() => sqlite3_set_last_insert_rowid(_handle, 0);

    internal void TakeBack(Statement statement)
    {
        if (!statement.IsLent)
        {
            return;
        }

        statement.Reset();
        statement.ClearBindings();
        statement.IsLent = false;
        _lentCount--;
        if (_uncached.Count > 0 && _uncached.Remove(statement))
        {
            statement.DestroyHandle();
        }
    }

    /// <summary>What the engine's own callbacks threw, or SQLite's text.</summary>
    /// <summary>Ends the statement that runs now: it throws <see cref="OperationCanceledException"/>.</summary>
    internal void Interrupt() => sqlite3_interrupt(_handle);

    internal Exception Failure(int code)
    {
        const int primary = 0xFF;
        if ((code & primary) == Interrupted)
        {
            return new OperationCanceledException("the statement was interrupted");
        }

        return (code & primary) == IoError && _file?.TakeFailure() is { } thrown
            ? thrown
            : new SqlFailedException($"{Marshal.PtrToStringUTF8((nint)sqlite3_errmsg(_handle))} ({code})");
    }

    private void Check(int code)
    {
        if (code != Ok)
        {
            throw Failure(code);
        }
    }

    private Statement Lend(Statement statement)
    {
        statement.IsLent = true;
        _lentCount++;
        return statement;
    }

    private Statement Compile(string sql)
    {
        nint handle;
        fixed (byte* text = Encoding.UTF8.GetBytes(sql + "\0"))
        {
            Check(sqlite3_prepare_v3(_handle, text, -1, PreparePersistent, &handle, null));
        }

        return handle != 0 ? new(this, sql, handle) : throw new SqlFailedException("empty statement");
    }

    private void ShrinkCache()
    {
        while (_byUse.Count > StatementCacheSize && _byUse.Last is { Value.IsLent: false } oldest)
        {
            _byUse.RemoveLast();
            _bySql.Remove(oldest.Value.Sql);
            oldest.Value.DestroyHandle();
        }
    }
}
