using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.Posix;

/// <summary>
/// Puts a file's bytes on disk without its times, fdatasync(2); elsewhere than on Linux with all of its metadata.
/// </summary>
internal static partial class Fdatasync
{
    public static bool IsNative => OperatingSystem.IsLinux();

    /// <exception cref="IOException">The disk failed; what was to be flushed may or may not be on it.</exception>
    public static void Flush(SafeFileHandle file)
    {
        if (!IsNative)
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (Call(file) != 0)
        {
            throw new IOException($"fdatasync: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Call(SafeFileHandle file);
}
