using System.Text;
using Memoturn.Storage.Posix;
using Microsoft.Win32.SafeHandles;

namespace Memoturn.Storage.CommitLogs;

/// <summary>
/// The data directory of one node: locked as long as this lives, by a lock the kernel drops with the process, and named
/// by
/// the <c>log_id</c> file drawn when it was made.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockFile = "lock";
    private const string LogIdFile = "log_id";

    private readonly SafeFileHandle _lock;

    private DataDirectory(string path, SafeFileHandle directoryLock, LogId logId)
    {
        Path = path;
        _lock = directoryLock;
        LogId = logId;
    }

    public string Path { get; }

    public string LogPath => LogPathOf(Path);

    public string ConflictPath => System.IO.Path.Combine(Path, "conflict");

    public LogId LogId { get; }

    /// <exception cref="ConfigurationException">Another node uses the directory.</exception>
    /// <exception cref="LocalDiskException">
    /// It cannot be read or written, or lacks the identity of the log in it.
    /// </exception>
    public static DataDirectory Open(string path, Random random)
    {
        try
        {
            Directory.CreateDirectory(LogPathOf(path));
            var directoryLock = Flock.TryAcquire(System.IO.Path.Combine(path, LockFile))
                ?? throw new ConfigurationException(
                    $"data directory '{path}' is in use by another node: give every node a directory of its own");
            return Open(path, directoryLock, random);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LocalDiskException($"data directory '{path}' cannot be used: {failure.Message}", failure);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static DataDirectory Open(string path, SafeFileHandle directoryLock, Random random)
    {
        try
        {
            return new(path, directoryLock, ReadOrCreateLogId(path, random));
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    private static string LogPathOf(string path) => System.IO.Path.Combine(path, "log");

    private static LogId ReadOrCreateLogId(string path, Random random)
    {
        var file = System.IO.Path.Combine(path, LogIdFile);
        if (File.Exists(file))
        {
            var text = File.ReadAllText(file).TrimEnd('\n');
            return LogId.TryParse(text, null, out var known)
                ? known
                : throw new LocalDiskException(
                    $"'{file}': 32 lowercase hex digits expected, found {text.Length} other characters");
        }

        if (Directory.EnumerateFileSystemEntries(LogPathOf(path)).Any())
        {
            throw new LocalDiskException(
                $"'{file}' is missing although there are log files: they may hold acknowledged writes; restore it or "
                + "move the directory away");
        }

        var created = LogId.Create(random);
        AtomicFile.Write(file, Encoding.ASCII.GetBytes($"{created}\n"));
        return created;
    }
}
