using Memoturn.Storage.Posix;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// The file being written. Its length runs ahead of what is written, in steps of zeros. Used by the device's thread
/// only.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private const int ZeroBytes = 1024 * 1024;

    private static readonly byte[] Zeros = new byte[ZeroBytes];

    private readonly SafeFileHandle _handle;
    private readonly int _reserveBytes;
    private long _reservedBytes;

    private LogFile(ulong number, SafeFileHandle handle, int reserveBytes)
    {
        Number = number;
        _handle = handle;
        _reserveBytes = reserveBytes;
        _reservedBytes = RandomAccess.GetLength(handle);
    }

    public ulong Number { get; }

    /// <summary>Opens or makes the file, with its first step reserved and on disk.</summary>
    public static LogFile Open(ulong number, string path, int reserveBytes)
    {
        var file = new LogFile(
            number, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite),
            reserveBytes);
        try
        {
            file.Reserve(1);
            Fdatasync.Flush(file._handle);
            return file;
        }
        catch (IOException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>On disk when it returns.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offsetBytes)
    {
        Reserve(offsetBytes + bytes.Length);
        RandomAccess.Write(_handle, bytes, offsetBytes);
        Fdatasync.Flush(_handle);
    }

    public void Dispose() => _handle.Dispose();

    private void Reserve(long endBytes)
    {
        while (_reservedBytes < endBytes)
        {
            var stepEnd = _reservedBytes + _reserveBytes;
            for (; _reservedBytes < stepEnd; _reservedBytes += ZeroBytes)
            {
                RandomAccess.Write(
                    _handle, Zeros.AsSpan(0, (int)Math.Min(ZeroBytes, stepEnd - _reservedBytes)), _reservedBytes);
            }

            _reservedBytes = stepEnd;
        }
    }
}
