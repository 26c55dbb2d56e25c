using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Memoturn.Storage.Sqlite.NativeMethods;

namespace Memoturn.Storage.Sqlite;

/// <summary>
/// SQL's random() and randomblob(n) over the engine's Random: SQLite's own generator is one for the whole process.
/// </summary>
internal static unsafe class FunctionCallbacks
{
    private const int Utf8 = 1;
    private const int Innocuous = 0x200000;
    private const long MaxBlobBytes = 1_000_000_000;

    public static int Register(nint database, nint vfsHandle)
    {
        fixed (byte* random = "random"u8)
        fixed (byte* blob = "randomblob"u8)
        {
            var code = sqlite3_create_function_v2(
                database, random, 0, Utf8 | Innocuous, vfsHandle, &DrawInteger, null, null, null);
            return code != Ok
                ? code
                : sqlite3_create_function_v2(
                    database, blob, 1, Utf8 | Innocuous, vfsHandle, &DrawBlob, null, null, null);
        }
    }

    private static SqliteVfs TargetOf(nint context) =>
        Unsafe.As<SqliteVfs>(GCHandle.FromIntPtr(sqlite3_user_data(context)).Target!);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void DrawInteger(nint context, int count, nint* values)
    {
        try
        {
            long value;
            TargetOf(context).Draw(new(&value, sizeof(long)));
            sqlite3_result_int64(context, value);
        }
        catch (Exception)
        {
            sqlite3_result_error_code(context, IoError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void DrawBlob(nint context, int count, nint* values)
    {
        try
        {
            var length = Math.Max(sqlite3_value_int64(values[0]), 1);
            var bytes = length <= MaxBlobBytes ? sqlite3_malloc64((ulong)length) : null;
            if (bytes is null)
            {
                sqlite3_result_error_toobig(context);
                return;
            }

            TargetOf(context).Draw(new(bytes, (int)length));
            sqlite3_result_blob(context, bytes, (int)length, &Free);
        }
        catch (Exception)
        {
            sqlite3_result_error_code(context, IoError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(void* bytes) => sqlite3_free(bytes);
}
