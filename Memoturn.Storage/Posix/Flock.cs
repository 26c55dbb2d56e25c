using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.Posix;

/// <summary>
/// An exclusive lock on a file, flock(2): the kernel drops it with the handle, and so with the process. Elsewhere an
/// exclusive open.
/// </summary>
internal static partial class Flock
{
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int Interrupted = 4;
    private const int ReadWriteCreateCloseOnExec = 0x2 | 0x40 | 0x80000;
    private const int OwnerOnly = 0b110_000_000;

    /// <summary>
    /// The handle that holds the lock, or null when another holds it. Makes the file when there is none.
    /// </summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafeFileHandle? TryAcquire(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TryOpenExclusively(path);
        }

        var file = OpenUnlocked(path);
        if (Call(file, Exclusive | NonBlocking) == 0)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Waits for the lock, blocking the thread: only for locks held while nothing is waited for.</summary>
    /// <exception cref="IOException">The file cannot be opened or locked.</exception>
    public static SafeFileHandle Acquire(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            SafeFileHandle? opened = null;
            SpinWait.SpinUntil(() => (opened = TryOpenExclusively(path)) is not null);
            return opened!;
        }

        var file = OpenUnlocked(path);
        while (Call(file, Exclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                file.Dispose();
                throw new IOException($"flock of '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }

        return file;
    }

    // File.OpenHandle takes a shared flock of its own, which fails while another holds the exclusive one.
    private static SafeFileHandle OpenUnlocked(string path)
    {
        var file = new SafeFileHandle(Open(path, ReadWriteCreateCloseOnExec, OwnerOnly), ownsHandle: true);
        if (file.IsInvalid)
        {
            throw new IOException($"open of lock file '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
        }

        return file;
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

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Call(SafeFileHandle file, int operation);
}
