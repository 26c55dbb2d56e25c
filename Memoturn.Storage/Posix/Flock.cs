using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.Posix;

/// <summary>An exclusive lock on a file, flock(2): the kernel drops it with the handle, and so with the process. Elsewhere an exclusive open.</summary>
internal static partial class Flock
{
    private const int ExclusiveNonBlocking = 2 | 4;

    /// <summary>The handle that holds the lock, or null when another holds it. Makes the file when there is none.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafeFileHandle? TryAcquire(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TryOpenExclusively(path);
        }

        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Call(file, ExclusiveNonBlocking) == 0)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    private static SafeFileHandle? TryOpenExclusively(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Call(SafeFileHandle file, int operation);
}
