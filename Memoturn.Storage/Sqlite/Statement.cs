using System.Runtime.InteropServices;
using System.Text;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// A prepared statement, borrowed from its connection: disposing resets it, clears its parameters and hands it back.
/// Parameters count from 1, columns from 0.
/// </summary>
/// <remarks>
/// Errors are <see cref="SqlFailedException"/> with SQLite's text, or what a callback of the engine threw.
/// </remarks>
public sealed unsafe class Statement : IDisposable
{
    private const int StackBytes = 1024;
    private const nint Transient = -1;

    private readonly Connection _connection;
    private nint _live;

    internal Statement(Connection connection, string sql, nint handle)
    {
        _connection = connection;
        Sql = sql;
        _live = handle;
    }

    public string Sql { get; }

    public int ColumnCount => sqlite3_column_count(Handle);

    public int ParameterCount => sqlite3_bind_parameter_count(Handle);

    /// <summary>SQLite's own verdict: running it cannot change the database file.</summary>
    public bool IsReadOnly => sqlite3_stmt_readonly(Handle) != 0;

    internal bool IsLent { get; set; }

    /// <summary>SQLite's handle; a statement whose connection was taken away has none.</summary>
    private nint Handle => _live != 0 ? _live : throw new ObjectDisposedException(nameof(Statement), Sql);

    public Statement Bind(int index, long value) => Checked(sqlite3_bind_int64(Handle, index, value));

    public Statement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public Statement Bind(int index, double value) => Checked(sqlite3_bind_double(Handle, index, value));

    public Statement BindNull(int index) => Checked(sqlite3_bind_null(Handle, index));

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        var length = Encoding.UTF8.GetByteCount(value);
        var bytes = length <= StackBytes ? stackalloc byte[StackBytes] : new byte[length];
        Encoding.UTF8.GetBytes(value, bytes);
        return BindUtf8(index, bytes[..length]);
    }

    /// <summary>Binds text that is UTF-8 already; the bytes are copied.</summary>
    public Statement BindUtf8(int index, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* start = utf8)
        {
            // An empty span has a null pointer, which SQLite takes for NULL.
            byte none = 0;
            return Checked(sqlite3_bind_text(Handle, index, start is null ? &none : start, utf8.Length, Transient));
        }
    }

    /// <summary>Binds a blob; the bytes are copied.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> blob)
    {
        fixed (byte* start = blob)
        {
            byte none = 0;
            return Checked(sqlite3_bind_blob(Handle, index, start is null ? &none : start, blob.Length, Transient));
        }
    }

    /// <summary>
    /// Passes a pointer to a function of SQLite; <paramref name="type"/> is constant, zero terminated and never
    /// moves.
    /// </summary>
    internal Statement BindPointer(int index, nint pointer, ReadOnlySpan<byte> type)
    {
        fixed (byte* name = type)
        {
            return Checked(sqlite3_bind_pointer(Handle, index, pointer, name, 0));
        }
    }

    /// <summary>Runs to the next row; false when there is none.</summary>
    public bool Step()
    {
        var code = sqlite3_step(Handle);
        return code switch
        {
            Row => true,
            Done => false,
            _ => throw Failed(code),
        };
    }

    /// <summary>Runs to the end, ignoring rows, and resets; returns the number of rows changed.</summary>
    public long Run()
    {
        while (Step())
        {
        }

        Reset();
        return _connection.Changes;
    }

    /// <summary>Makes the statement ready to run again; parameters keep their values.</summary>
    public void Reset() => _ = sqlite3_reset(Handle);

    public string GetName(int column) => Marshal.PtrToStringUTF8((nint)sqlite3_column_name(Handle, column)) ?? "";

    public ColumnType GetType(int column) => (ColumnType)sqlite3_column_type(Handle, column);

    public bool IsNull(int column) => GetType(column) == ColumnType.Null;

    public long GetInt64(int column) => sqlite3_column_int64(Handle, column);

    public long? FindInt64(int column) => IsNull(column) ? null : GetInt64(column);

    public double GetDouble(int column) => sqlite3_column_double(Handle, column);

    public string GetText(int column) => Encoding.UTF8.GetString(GetUtf8(column));

    public string? FindText(int column) => IsNull(column) ? null : GetText(column);

    /// <summary>The text's bytes, valid until the next step, reset or conversion of this column.</summary>
    public ReadOnlySpan<byte> GetUtf8(int column)
    {
        var start = sqlite3_column_text(Handle, column);
        return new(start, sqlite3_column_bytes(Handle, column));
    }

    /// <summary>The blob's bytes, valid until the next step, reset or conversion of this column.</summary>
    public ReadOnlySpan<byte> GetBlob(int column)
    {
        var start = sqlite3_column_blob(Handle, column);
        return new(start, sqlite3_column_bytes(Handle, column));
    }

    public void Dispose() => _connection.TakeBack(this);

    internal void ClearBindings() => _ = sqlite3_clear_bindings(Handle);

    internal void DestroyHandle()
    {
        _ = sqlite3_finalize(_live);
        _live = 0;
        IsLent = false;
    }

    private Statement Checked(int code) => code == Ok ? this : throw Failed(code);

    private Exception Failed(int code)
    {
        var failure = _connection.Failure(code);
        Reset();
        return failure;
    }
}
