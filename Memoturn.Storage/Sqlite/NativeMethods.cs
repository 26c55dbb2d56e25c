using System.Runtime.InteropServices;

namespace Memoturn.Storage.Sqlite;

/// <summary>The SQLite C interface, as far as the engine calls it (https://sqlite.org/c3ref/intro.html).</summary>
/// <remarks>Functions that neither call back nor block skip the GC transition.</remarks>
internal static unsafe partial class NativeMethods
{
    public const int Ok = 0;
    public const int Busy = 5;
    public const int BusySnapshot = Busy | (2 << 8);
    public const int ReadOnly = 8;
    public const int Interrupted = 9;
    public const int IoError = 10;
    public const int ShortRead = IoError | (2 << 8);
    public const int NotFound = 12;
    public const int CannotOpen = 14;
    public const int Full = 13;
    public const int Row = 100;
    public const int Done = 101;
    public const int ConfigMemoryStatus = 9;

    private const string Library = "e_sqlite3";

    [LibraryImport(Library)]
    public static partial int sqlite3_config(int option, int value);

    [LibraryImport(Library)]
    public static partial int sqlite3_open_v2(byte* fileName, nint* database, int flags, byte* vfs);

    [LibraryImport(Library)]
    public static partial int sqlite3_close_v2(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_prepare_v3(
        nint database, byte* sql, int lengthBytes, uint flags, nint* statement, byte** tail);

    [LibraryImport(Library)]
    public static partial void sqlite3_interrupt(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_reset(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_clear_bindings(nint statement);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_null(nint statement, int index);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_int64(nint statement, int index, long value);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_double(nint statement, int index, double value);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_text(
        nint statement, int index, byte* value, int lengthBytes, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_blob(
        nint statement, int index, byte* value, int lengthBytes, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_pointer(
        nint statement, int index, nint pointer, byte* type, nint destructor);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_bind_parameter_count(nint statement);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_count(nint statement);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_column_type(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_name(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial double sqlite3_column_double(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_text(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_blob(nint statement, int column);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_bytes(nint statement, int column);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_stmt_readonly(nint statement);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_changes64(nint database);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_last_insert_rowid(nint database);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_get_autocommit(nint database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errmsg(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_errcode(nint database);

    [LibraryImport(Library)]
    public static partial NativeVfs* sqlite3_vfs_find(byte* name);

    [LibraryImport(Library)]
    public static partial int sqlite3_vfs_register(NativeVfs* vfs, int makesDefault);

    [LibraryImport(Library)]
    public static partial int sqlite3_vfs_unregister(NativeVfs* vfs);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_db_readonly(nint database, byte* name);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial byte* sqlite3_db_name(nint database, int index);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial void sqlite3_set_last_insert_rowid(nint database, long rowId);

    [LibraryImport(Library)]
    public static partial int sqlite3_create_function_v2(
        nint database,
        byte* name,
        int argumentCount,
        int flags,
        nint userData,
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> function,
        void* step,
        void* final,
        void* destroy);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial nint sqlite3_user_data(nint context);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial long sqlite3_value_int64(nint value);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_int64(nint context, long value);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_blob(
        nint context, void* value, int lengthBytes, delegate* unmanaged[Cdecl]<void*, void> destructor);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_error_toobig(nint context);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_error_code(nint context, int code);

    [LibraryImport(Library)]
    public static partial void* sqlite3_malloc64(ulong sizeBytes);

    [LibraryImport(Library)]
    public static partial void sqlite3_free(void* memory);
}
