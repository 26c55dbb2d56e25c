using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.Posix;

/// <summary>
/// Puts the names of a directory on disk, fsync(2) of the directory; on Windows names are the file system's own matter.
/// </summary>
internal static partial class DirectorySync
{
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int NoEntry = 2;

    /// <exception cref="DirectoryNotFoundException">The directory has gone.</exception>
    /// <exception cref="IOException">The directory cannot be opened or flushed.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(
            Open(directory, OperatingSystem.IsLinux() ? ReadOnlyCloseOnExec : 0, 0), ownsHandle: true);
        if (handle.IsInvalid || Fsync(handle) != 0)
        {
            var message = $"fsync of directory '{directory}': {Marshal.GetLastPInvokeErrorMessage()}";
            throw Marshal.GetLastPInvokeError() == NoEntry
                ? new DirectoryNotFoundException(message)
                : new IOException(message);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
