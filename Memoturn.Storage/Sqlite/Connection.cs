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

    private const int OpenReadWrite = 0x2;
    private const int OpenCreate = 0x4;
    private const int OpenNoMutex = 0x8000;
    private const uint PreparePersistent = 0x1;

    private readonly Dictionary<string, LinkedListNode<Statement>> _bySql = new(StringComparer.Ordinal);
    private readonly LinkedList<Statement> _byUse = new();
    private nint _handle;
    private Fts5Tokenizer? _tokenizer;

    private Connection(nint handle) => _handle = handle;

    /// <summary>Rows changed by the statement that ran last.</summary>
    public long Changes => sqlite3_changes64(_handle);

    public long LastInsertRowId => sqlite3_last_insert_rowid(_handle);

    public bool InTransaction => sqlite3_get_autocommit(_handle) == 0;

    internal nint Handle => _handle;

    /// <summary>The full-text tokenizer of this connection, made at first use.</summary>
    internal Fts5Tokenizer Tokenizer => _tokenizer ??= new(this);

    /// <summary>Opens <paramref name="fileName"/> through the VFS of that name, or SQLite's own when null.</summary>
    public static Connection Open(string fileName, string? vfs = null)
    {
        nint handle;
        int code;
        fixed (byte* name = Encoding.UTF8.GetBytes(fileName + "\0"))
        fixed (byte* vfsName = vfs is null ? null : Encoding.UTF8.GetBytes(vfs + "\0"))
        {
            code = sqlite3_open_v2(name, &handle, OpenReadWrite | OpenCreate | OpenNoMutex, vfsName);
        }

        var connection = new Connection(handle);
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
            cached.Value.IsLent = true;
            return cached.Value;
        }

        var statement = Compile(sql);
        statement.IsLent = true;
        if (cached is null)
        {
            _bySql[sql] = _byUse.AddFirst(statement);
            ShrinkCache();
        }

        return statement;
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
        foreach (var statement in _byUse)
        {
            statement.DestroyHandle();
        }

        _byUse.Clear();
        _bySql.Clear();
        _tokenizer?.Dispose();
        _ = sqlite3_close_v2(_handle);
        _handle = 0;
    }

    internal void TakeBack(Statement statement)
    {
        statement.Reset();
        statement.ClearBindings();
        statement.IsLent = false;
        if (!_bySql.TryGetValue(statement.Sql, out var cached) || cached.Value != statement)
        {
            statement.DestroyHandle();
        }
    }

    internal Exception Failure(int code) =>
        new SqlFailedException($"{Marshal.PtrToStringUTF8((nint)sqlite3_errmsg(_handle))} ({code})");

    private void Check(int code)
    {
        if (code != Ok)
        {
            throw Failure(code);
        }
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
