using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Memoturn.Storage.Sqlite;

/// <summary>sqlite3_file as this VFS extends it: the handle of the <see cref="DatabaseFile"/> behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFile
{
    public NativeIoMethods* Methods;
    public nint Handle;

    public readonly DatabaseFile Target => Unsafe.As<DatabaseFile>(GCHandle.FromIntPtr(Handle).Target!);
}
